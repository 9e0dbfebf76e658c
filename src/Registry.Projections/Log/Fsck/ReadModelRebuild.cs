using Marten;
using Npgsql;

namespace Registry.Projections.Log.Fsck;

/// <param name="Events">How many were folded.</param>
/// <param name="Written">Rows that were missing or differed.</param>
/// <param name="Removed">Rows that no event made.</param>
public sealed record ReadModelsRebuilt(long Events, long Written, long Removed);

/// <summary>
/// Makes every read model what the events make of it (invariant I4), in place: where a release brings a new one, <c>fsck</c>
/// found one that differs, or lost events were put back. A row that is right is left alone, so nobody ever reads a half folded
/// one, and servers go on beside it (ADR 32). Interrupted, it is run again.
/// </summary>
/// <param name="saves">
/// Longer than any save takes from reading the row that it folds into to locking its stream: such a save may have read the
/// row before it was put right, so what was wrong is looked at again after that time, until nothing is.
/// </param>
public sealed class ReadModelRebuild(NpgsqlDataSource database, IDocumentStore store, string schema, TimeSpan saves)
{
    /// <param name="progress">Is told how many events were folded.</param>
    /// <exception cref="LogRefusedException">An event cannot be read or folded; <c>fsck</c> finds all that cannot.</exception>
    public async Task<ReadModelsRebuilt> RunAsync(string tenant, Action<long>? progress, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var streams = new StoredStreams(connection, schema, tenant, Refuse);
        var rows = new ReadModelRows(connection, store, schema, tenant, Refuse);
        var repair = new ReadModelRepair(connection, store, schema, tenant, Refuse);
        long events = 0;
        var repaired = new List<Guid>();
        await foreach (var batch in streams.AllAsync(token))
        {
            // Read without a lock: what looks wrong may only have moved on in between, and is looked at again under one.
            var suspects = (await rows.CompareAsync(batch, token)).Select(wrong => wrong.Expected.Stream);
            repaired.AddRange(await repair.WriteAsync([.. suspects], token));
            progress?.Invoke(events += batch.Sum(stream => stream.Count));
        }
        foreach (var (model, found) in rows.Found)
            if (await rows.CountAsync(model, token) > found)
                repaired.AddRange(await repair.RemoveForeignAsync(model, token));
        while (repaired.Count > 0)
        {
            await Task.Delay(saves, token);
            repaired = await repair.WriteAsync(repaired, token);
            foreach (var busy in repaired)
                await repair.SettleAsync(busy, saves, token);
        }
        return new(events, repair.Written, repair.Removed);
    }

    private static void Refuse(string what) => throw new LogRefusedException(what);
}
