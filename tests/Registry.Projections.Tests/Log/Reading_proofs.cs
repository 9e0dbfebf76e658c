using Npgsql;
using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Projections.Tests.Log;

/// <summary>A proof costs O(log n): its hashes are looked up, and the table is never read from end to end.</summary>
public sealed class Reading_proofs(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private const string Log = "grown";
    private const long Size = 20_000;

    [Fact]
    public async Task never_reads_the_whole_log()
    {
        await Grow();
        // One connection, whose own statistics can be asked for at once.
        await using var database = NpgsqlDataSource.Create(registry.OwnerConnection + ";Maximum Pool Size=1");
        var reader = new LogReader(database, registry.Schema);
        var before = await WholeReads(database);
        foreach (var index in (long[])[0, 4_711, Size - 1])
            await reader.InclusionProofAsync(Log, index, Size, TestContext.Current.CancellationToken);
        foreach (var old in (long[])[1, 4_711, Size - 1])
            await reader.ConsistencyProofAsync(Log, old, Size, TestContext.Current.CancellationToken);
        await reader.EdgeAsync(Log, Size, TestContext.Current.CancellationToken);
        await reader.TileAsync(Log, new TilePath(0, 7, TilePath.FullWidth), TestContext.Current.CancellationToken);
        (await WholeReads(database)).ShouldBe(before);
    }

    // Only the reader's plans are looked at, so any hash will do.
    private async Task Grow()
    {
        await registry.AsOwner(
            $$"""
            insert into {schema}.log_entry (log, idx, event_id, body, leaf, chain)
            select '{{Log}}', i, gen_random_uuid(), decode(repeat('00', 400), 'hex'), sha256('x'), sha256('x') from generate_series(0, {{Size - 1}}) i;
            insert into {schema}.log_subtree (log, level, idx, hash)
            select '{{Log}}', 8, i, sha256('x') from generate_series(0, {{Size / 256 - 1}}) i;
            """);
        await registry.AsOwner("analyze {schema}.log_entry");
    }

    private async Task<long> WholeReads(NpgsqlDataSource database)
    {
        await using (var flush = database.CreateCommand("select pg_stat_force_next_flush()"))
            await flush.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var select = database.CreateCommand(
            $"select seq_scan from pg_stat_user_tables where schemaname = '{registry.Schema}' and relname = 'log_entry'");
        return (long)(await select.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
