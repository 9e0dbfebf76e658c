using Marten;
using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Fsck;

/// <summary>
/// Folds every stream anew and compares with the rows of each read model: one that is missing, one that differs, one that no
/// event made (invariant I4; operations reference 1.2 row 27).
/// </summary>
internal sealed class ReadModelPass(NpgsqlConnection connection, IDocumentStore store, string schema, string tenant, Findings findings)
{
    /// <summary>Returns the number of events folded.</summary>
    public async Task<long> RunAsync(Action<long> progress, CancellationToken token)
    {
        var rows = new ReadModelRows(connection, store, schema, tenant, Unreadable);
        long done = 0;
        await foreach (var streams in new StoredStreams(connection, schema, tenant, Unreadable).AllAsync(token))
        {
            foreach (var wrong in await rows.CompareAsync(streams, token))
                await AddAsync(wrong, token);
            progress(done += streams.Sum(stream => stream.Count));
        }
        foreach (var (model, found) in rows.Found)
            if (await rows.CountAsync(model, token) - found is > 0 and var foreign)
                findings.Add(FsckCodes.ReadModelForeign, null, $"{model.Document.Name}: {foreign} rows that no event made.");
        return done;
    }

    private void Unreadable(string what) => findings.Add(FsckCodes.EventUnreadable, null, what);

    private async Task AddAsync(WrongRow wrong, CancellationToken token)
    {
        await using var select = new NpgsqlCommand($"select idx from {schema}.log_entry where event_id = $1", connection)
            .With(wrong.Expected.LastEvent);
        findings.Add(
            wrong.Missing ? FsckCodes.ReadModelMissing : FsckCodes.ReadModelDiffers, (long?)await select.ExecuteScalarAsync(token),
            $"{wrong.Model.Document.Name} {wrong.Expected.Id}.");
    }
}
