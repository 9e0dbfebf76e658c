using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Registry.Api.Hosting.Postgres;
using Registry.Projections.Log.Fsck;
using Registry.Testing;

namespace Registry.Projections.Tests.Log;

/// <summary>
/// What nothing in a database can prevent: a superuser, and whoever writes to its files (operations reference 1.2, rows 3
/// to 5). A cluster of its own, with checksums, as the server makes it.
/// </summary>
public sealed class Tampering_below_the_triggers : IAsyncLifetime
{
    private readonly string directory = Path.Combine(Path.GetTempPath(), $"registry-test-{Guid.NewGuid():N}");
    private readonly BareRegistry registry = new();
    private EmbeddedPostgres cluster = null!;

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        await registry.SequenceAndSign();
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        await cluster.StopAsync(PostgresShutdown.Immediate);
        await EmbeddedPostgres.DeleteAsync(directory, NullLogger.Instance, CancellationToken.None);
    }

    [Fact]
    public async Task a_superuser_who_plays_a_replica_is_refused_and_one_who_disables_the_triggers_is_found()
    {
        const string Change = "update {schema}.log_entry set body = set_byte(body, 20, get_byte(body, 20) # 1) where idx = 7";
        var refused = await Should.ThrowAsync<PostgresException>(() => AsSuperuser($"set session_replication_role = replica; {Change}"));
        refused.MessageText.ShouldContain("history is append-only");
        (await CheckAsync()).ShouldBeEmpty();

        await AsSuperuser(
            $"alter table {{schema}}.log_entry disable trigger all; {Change}; alter table {{schema}}.log_entry enable always trigger append_only");
        (await CheckAsync()).ShouldContain(found => found.Code == FsckCodes.LeafDiffers && found.Index == 7);
    }

    [Fact]
    public async Task a_bit_flipped_on_the_disk_is_unreadable_and_with_its_checksum_made_anew_it_is_found()
    {
        var body = await registry.Scalar<byte[]>("select body from {schema}.log_entry where idx = 7");
        var heap = Path.Combine(cluster.Root, "pg", await registry.Scalar<string>("select pg_relation_filepath('{schema}.log_entry')"));
        await StopAsync();
        await FlipAsync(heap, body);

        await StartAsync();
        var unreadable = (await CheckAsync()).ShouldHaveSingleItem();
        unreadable.Code.ShouldBe(FsckCodes.Unreadable);
        unreadable.Detail.ShouldContain("invalid page");
        (await Should.ThrowAsync<PostgresException>(registry.SequenceAndSign)).SqlState.ShouldBe(PostgresErrorCodes.DataCorrupted);

        await StopAsync();
        await ChecksumsAsync("--disable");
        await ChecksumsAsync("--enable");
        await StartAsync();
        (await CheckAsync()).ShouldContain(found => found.Code == FsckCodes.LeafDiffers && found.Index == 7);
    }

    private async Task StartAsync()
    {
        cluster = await EmbeddedPostgres.StartAsync(directory, NullLogger.Instance, CancellationToken.None);
        await registry.StartAsync(cluster.ConnectionString);
    }

    private async Task StopAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await cluster.StopAsync();
    }

    private async Task<IReadOnlyList<FsckFinding>> CheckAsync() => (await new FsckRun(
        registry.Runtime.Database.Pooled, registry.Runtime.Store, registry.Schema, registry.Runtime.LogKeysAsync)
        .RunAsync(BareRegistry.Tenant, skipReadModels: false, progress: null, CancellationToken.None)).Findings;

    private async Task AsSuperuser(string sql)
    {
        // The embedded cluster's superuser has the same password.
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(cluster.ConnectionString)
        {
            Username = "postgres",
            Pooling = false,
        }.ConnectionString);
        await using var command = source.CreateCommand(sql.Replace("{schema}", registry.Schema, StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync();
    }

    private static async Task FlipAsync(string heap, byte[] body)
    {
        var pages = await File.ReadAllBytesAsync(heap);
        var at = pages.AsSpan().IndexOf(body);
        at.ShouldBePositive();
        pages[at + 20] ^= 1;
        await File.WriteAllBytesAsync(heap, pages);
    }

    private async Task ChecksumsAsync(string how)
    {
        var data = Path.Combine(cluster.Root, "pg");
        var account = Environment.IsPrivilegedProcess ? await PostgresAccount.OwnerOfAsync(data, CancellationToken.None) : PostgresAccount.Self;
        var binaries = await PostgresBinaries.FindAsync(PostgresBinaries.UsualDirectories(), clusterMajor: null, CancellationToken.None);
        var done = await Tool.RunAsync(
            account!.Command(Path.Combine(binaries.BinDirectory, "pg_checksums"), how, "-D", data), CancellationToken.None);
        done.Succeeded.ShouldBeTrue(done.Errors);
    }
}
