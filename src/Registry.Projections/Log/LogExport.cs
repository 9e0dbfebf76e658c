using Npgsql;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>
/// Writes the history under the newest signed checkpoint for somebody who trusts only that signature. Personal fields
/// leave as ciphertext, as they are stored.
/// </summary>
public sealed class LogExport(NpgsqlDataSource database, string schema)
{
    private const int Stretch = 4096;

    /// <summary>
    /// Streams the export. Returns the number of entries, or null when nothing has been signed yet.
    /// </summary>
    /// <param name="progress">Told the number of entries written so far.</param>
    public async Task<long?> WriteAsync(
        TenantLog log, Stream output, IProgress<long>? progress, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await CheckpointStore.NewestPublishedAsync(connection, schema, log.Id, token) is { } note
            ? await WriteAsync(log, note, output, progress, token)
            : null;
    }

    /// <summary>Streams the export under a checkpoint that has been published.</summary>
    public async Task<long> WriteAsync(
        TenantLog log, string note, Stream output, IProgress<long>? progress, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var opened = log.Keys.Open(note);
        if (opened is not { Value: { } checkpoint })
            throw new LogRefusedException($"The newest checkpoint does not verify under the log's key ({opened.Reason}).");

        await output.WriteAsync(ExportFormat.Head(checkpoint.Origin, checkpoint.Size, log.KeyAt(checkpoint.Size).ToString()), token);
        long written = 0;
        for (long from = 0; from < checkpoint.Size; from += Stretch)
        {
            written += await WriteStretchAsync(connection, log, from, Math.Min(from + Stretch, checkpoint.Size), output, token);
            progress?.Report(written);
        }
        await output.WriteAsync(ExportFormat.Tail(OfLogAlone(note, log.Keys.At(checkpoint.Size))), token);
        return written;
    }

    // Stretch by stretch, by the index: of a large log the first row would else come after a sort of all of it.
    private async Task<int> WriteStretchAsync(
        NpgsqlConnection connection, TenantLog log, long from, long past, Stream output, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select e.body, e.chain, m.data::text, m.headers::text
            from (select * from {schema}.log_entry where log = $1 and idx >= $2 and idx < $3 order by idx limit {Stretch}) e
            join {schema}.mt_events m on m.tenant_id = $4 and m.id = e.event_id
            order by e.idx
            """,
            connection).With(log.Id, from, past, log.Tenant);
        await using var reader = await select.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, token);
        var written = 0;
        while (await reader.ReadAsync(token))
        {
            var body = reader.GetFieldValue<byte[]>(0);
            var chain = LogHash.FromBytes(reader.GetFieldValue<byte[]>(1));
            var (payload, salt) = StoredPayload.Compose(reader.GetString(2), reader.GetString(3));
            await output.WriteAsync(ExportFormat.Entry(body, chain.ToString(), salt, payload), token);
            written++;
        }
        return written;
    }

    // The format has the log's lines alone: lines of witnesses would be bytes that nothing in the file covers.
    private static string OfLogAlone(string note, IReadOnlyList<NoteVerifierKey> keys) =>
        SignedNote.Parse(note).Value is { } all
            ? SignedNote.Of(all.Text, [.. all.Signatures.Where(line => keys.Any(key => key.IsNamedBy(line)))]).ToString()
            : throw new LogRefusedException("The newest checkpoint is no note.");
}
