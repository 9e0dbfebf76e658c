using System.Data;
using Marten;
using Npgsql;
using Registry.Domain.Keys;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Fsck;

/// <summary>
/// Rebuilds from the events alone what the log and the read models must hold, and compares, both ways. Everything is read in
/// one snapshot, so it can run beside the server; in batches, so memory stays flat but for the keys.
/// </summary>
/// <param name="database">Connections that may read everything.</param>
/// <param name="store">For the read models' tables and JSON.</param>
/// <param name="keysOf">The keys of a log by its origin.</param>
public sealed class FsckRun(NpgsqlDataSource database, IDocumentStore store, string schema, Func<string, CancellationToken, Task<CheckpointKeys>> keysOf)
{
    /// <remarks>A damaged page ends the run with <see cref="FsckCodes.Unreadable"/>; it is never passed over.</remarks>
    public async Task<FsckReport> RunAsync(
        string tenant, bool skipReadModels, IProgress<FsckProgress>? progress, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, token);
        var found = new List<FsckFinding>();
        long entries = 0, events = 0;
        try
        {
            var total = await TotalAsync(connection, tenant, token);
            EntryPass? before = null;
            foreach (var head in await HeadsAsync(connection, tenant, token))
            {
                var findings = new Findings(head.Log);
                var keys = await keysOf(head.Origin, token);
                var (pass, read) = (new EntryPass(connection, schema, tenant, head, keys, findings), entries);
                entries += await pass.RunAsync(done => progress?.Report(new(FsckPhase.Log, read + done, total)), token);
                pass.CompareSealed(before);
                before = pass;
                found.AddRange(findings.All);
            }
            var crossed = new Findings(log: null);
            await BothWays.CompareAsync(connection, schema, tenant, crossed, token);
            if (!skipReadModels)
            {
                events = await new ReadModelPass(connection, store, schema, tenant, crossed)
                    .RunAsync(done => progress?.Report(new(FsckPhase.ReadModels, done, total)), token);
                await CountCheck.CompareAsync(connection, schema, tenant, crossed, token);
                await StatusListCheck.CompareAsync(connection, schema, tenant, crossed, token);
            }
            found.AddRange(crossed.All.ExceptBy(found.Select(one => one.Code), one => one.Code));
        }
        catch (PostgresException damage) when (damage.SqlState is PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted)
        {
            found.Add(new(FsckCodes.Unreadable, null, null, damage.MessageText));
        }
        return new FsckReport(entries, events, found);
    }

    private async Task<long> TotalAsync(NpgsqlConnection connection, string tenant, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"select coalesce(sum(size), 0)::bigint from {schema}.log_head where tenant = $1", connection).With(tenant);
        return (long)(await select.ExecuteScalarAsync(token))!;
    }

    private async Task<List<StoredHead>> HeadsAsync(NpgsqlConnection connection, string tenant, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"select log, origin, size, edge, chain from {schema}.log_head where tenant = $1 order by epoch", connection).With(tenant);
        await using var reader = await select.ExecuteReaderAsync(token);
        var heads = new List<StoredHead>();
        while (await reader.ReadAsync(token))
            heads.Add(new(
                reader.GetString(0), reader.GetString(1), reader.GetInt64(2),
                reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4)));
        return heads;
    }
}

/// <summary>A head as it is stored, which may be damaged.</summary>
internal sealed record StoredHead(string Log, string Origin, long Size, byte[] Edge, byte[] Chain);

public enum FsckPhase
{
    Log,
    ReadModels,
}

public readonly record struct FsckProgress(FsckPhase Phase, long Done, long Total);
