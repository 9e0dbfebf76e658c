using System.Diagnostics;
using Marten;
using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Fsck;

/// <summary>
/// Puts rows of read models right, each batch in a transaction of its own. Whoever appends to a stream locks its row of
/// <c>mt_streams</c> until the commit, which writes the read models too; so does this, and neither needs another lock.
/// </summary>
internal sealed class ReadModelRepair(
    NpgsqlConnection connection, IDocumentStore store, string schema, string tenant, Action<string> unreadable)
{
    // Whoever saves to one of these streams waits for as long as it takes to fold them.
    private const int LockedAtOnce = 64;

    // Shorter than PostgreSQL's deadlock_timeout, a second: where this and a save wait for each other, this gives way.
    private const string Patience = "300ms";
    private const string NoLimit = "0";

    private const int PageSize = 2048;

    // Shorter than it takes from a save to the next one's first look.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(2);

    private readonly StoredStreams streams = new(connection, schema, tenant, unreadable);
    private readonly ReadModelRows rows = new(connection, store, schema, tenant, unreadable);

    /// <summary>Rows written so far.</summary>
    public long Written { get; private set; }

    /// <summary>Rows removed so far.</summary>
    public long Removed { get; private set; }

    /// <summary>Writes what is missing or differs of some streams; returns those of which something was.</summary>
    public async Task<List<Guid>> WriteAsync(IReadOnlyCollection<Guid> suspects, CancellationToken token)
    {
        var repaired = new List<Guid>();
        foreach (var some in suspects.Distinct().Order().Chunk(LockedAtOnce))
            if (await TryWriteAsync(some, Patience, token) is { } written)
                repaired.AddRange(written);
            else
                foreach (var one in some)
                    repaired.AddRange(await WriteInTurnAsync(one, token));
        return repaired;
    }

    /// <summary>
    /// Puts a stream's rows right behind the save that had read them before, and before the next save reads what that one wrote; again, until that
    /// comes off. A stream that is saved to without a pause is never found without such a save.
    /// </summary>
    /// <param name="saves">Longer than any save takes: after this long there was none.</param>
    public async Task SettleAsync(Guid busy, TimeSpan saves, CancellationToken token)
    {
        long version;
        do
        {
            version = await VersionAsync(busy, token);
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < saves && await VersionAsync(busy, token) == version;)
                await Task.Delay(Glance, token);
        }
        while ((await WriteInTurnAsync(busy, token)).Any());
    }

    /// <summary>Removes the rows of a read model that no event made; returns the streams that have the id of one.</summary>
    public async Task<List<Guid>> RemoveForeignAsync(ReadModel model, CancellationToken token)
    {
        var removed = new List<string>();
        for (string? after = null; await PageAsync(model, after, token) is { Count: > 0 } page; after = page[^1])
        {
            // Read after the rows, which are committed with their events.
            var ids = page.Select(id => Guid.TryParse(id.Split('/')[0], out var origin) ? origin : Guid.Empty).Distinct().ToList();
            var origins = model.ByStream ? await streams.OfStreamsAsync(ids, token) : await streams.OfEventsAsync(ids, token);
            removed.AddRange(page.Except(rows.RowsOf(model, origins).Select(row => row.Expected.Id)));
        }
        await using var delete = new NpgsqlCommand(
            $"delete from {schema}.{model.Table} where tenant_id = $1 and id = any($2::{model.IdType}[])", connection)
            .With(tenant, removed.ToArray());
        Removed += await delete.ExecuteNonQueryAsync(token);
        // Should one have been begun at this moment, its row is missing now.
        return model.ByStream ? [.. removed.Select(Guid.Parse)] : [];
    }

    // Somebody may save to one of them at any moment: it is had in its turn, behind the save that has it. Nobody waits in a circle for
    // who has nothing yet.
    private async Task<IEnumerable<Guid>> WriteInTurnAsync(Guid one, CancellationToken token)
    {
        while (true)
            if (await TryWriteAsync([one], NoLimit, token) is { } written)
                return written;
    }

    /// <summary>Null where a save has something of it for longer than <paramref name="patience"/>: nothing is done.</summary>
    private async Task<IEnumerable<Guid>?> TryWriteAsync(Guid[] some, string patience, CancellationToken token)
    {
        await using var transaction = await connection.BeginTransactionAsync(token);
        try
        {
            await LockAsync(some, patience, token);
            var wrong = await rows.CompareAsync(await streams.OfStreamsAsync(some, token), token);
            foreach (var model in wrong.GroupBy(row => row.Model))
                await WriteAsync(model.Key, [.. model], token);
            await transaction.CommitAsync(CancellationToken.None);
            Written += wrong.Count;
            return wrong.Select(row => row.Expected.Stream).Distinct();
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            return null;
        }
    }

    private async Task<long> VersionAsync(Guid stream, CancellationToken token)
    {
        await using var select = new NpgsqlCommand($"select version from {schema}.mt_streams where tenant_id = $1 and id = $2", connection)
            .With(tenant, stream);
        return await select.ExecuteScalarAsync(token) is long version ? version : 0;
    }

    private async Task LockAsync(Guid[] some, string patience, CancellationToken token)
    {
        await SetPatienceAsync(patience, token);
        await using var hold = new NpgsqlCommand(
            $"select from {schema}.mt_streams where tenant_id = $1 and id = any($2) order by id for update", connection).With(tenant, some);
        await hold.ExecuteNonQueryAsync(token);
        await SetPatienceAsync(Patience, token);
    }

    private async Task SetPatienceAsync(string patience, CancellationToken token)
    {
        await using var set = new NpgsqlCommand($"set local lock_timeout = '{patience}'", connection);
        await set.ExecuteNonQueryAsync(token);
    }

    // As Marten writes them: a document's version is its stream's.
    private async Task WriteAsync(ReadModel model, WrongRow[] wrong, CancellationToken token)
    {
        var version = model.ByStream ? "t.version" : $"'{Guid.Empty}'::uuid";
        await using var upsert = new NpgsqlCommand(
            $"""
            insert into {schema}.{model.Table} (tenant_id, id, data, mt_dotnet_type, mt_version)
            select $1, t.id::{model.IdType}, t.data::jsonb, $2, {version} from unnest($3, $4, $5) as t (id, data, version)
            on conflict (tenant_id, id) do update set data = excluded.data, mt_version = excluded.mt_version, mt_last_modified = now()
            """,
            connection).With(
                tenant, model.Document.FullName, wrong.Select(row => row.Expected.Id).ToArray(), wrong.Select(row => row.Row.Json).ToArray(),
                wrong.Select(row => row.Expected.Version).ToArray());
        await upsert.ExecuteNonQueryAsync(token);
    }

    private async Task<List<string>> PageAsync(ReadModel model, string? after, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select id::text from {schema}.{model.Table}
            where tenant_id = $1 and ($2::{model.IdType} is null or id > $2::{model.IdType}) order by id limit {PageSize}
            """,
            connection).With(tenant, after);
        await using var reader = await select.ExecuteReaderAsync(token);
        var page = new List<string>();
        while (await reader.ReadAsync(token))
            page.Add(reader.GetString(0));
        return page;
    }
}
