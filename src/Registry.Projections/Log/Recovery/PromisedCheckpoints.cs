using Npgsql;
using Registry.Domain.Log;
using Registry.Projections.Keys;

namespace Registry.Projections.Log.Recovery;

/// <summary>A checkpoint that the log is known to have signed.</summary>
/// <param name="Key">One of its keys whose line the note has.</param>
internal sealed record Promise(Checkpoint Checkpoint, string Note, NoteVerifierKey Key);

/// <summary>
/// Every checkpoint known here to have been signed: the remembered one, the newest stored one, one that somebody kept. A
/// restored database may have forgotten that a key was introduced; a key that is held here and of which it knows nothing counts.
/// </summary>
internal sealed class PromisedCheckpoints(SignedHead remembered, LogKeyBook book, string schema)
{
    /// <param name="kept">A note from outside; null when there is none.</param>
    /// <exception cref="LogRefusedException">One does not verify under a key of the log's.</exception>
    public async Task<IReadOnlyList<Promise>> ReadAsync(NpgsqlConnection connection, TenantLog log, string? kept, CancellationToken token)
    {
        var notes = new[] { remembered.Read(log.Id), await CheckpointStore.NewestSignedAsync(connection, schema, log.Id, token), kept };
        return [.. notes.OfType<string>().Select(note => Open(log, note))];
    }

    /// <summary>The keys with which an export may be verified: any that the database knows, or has forgotten.</summary>
    public IReadOnlyList<NoteVerifierKey> KeysOf(TenantLog log) => [log.Key, .. log.Keys.All.Select(key => key.Key), .. book.Untold(log)];

    private Promise Open(TenantLog log, string note)
    {
        NoteVerifierKey[] keys =
        [
            .. SignedNote.Parse(note).Value is { } read && Checkpoint.TryParse(read.Text, out var claimed, out _) ? log.Keys.At(claimed!.Size) : [],
            .. book.Untold(log),
        ];
        var opened = Checkpoint.Open(note, keys, log.Origin);
        return opened.Value is { } checkpoint
            ? new(checkpoint, note, keys.First(key => Checkpoint.Open(note, key, log.Origin).Ok))
            : throw new LogRefusedException($"{log.Origin}: a checkpoint does not verify under the log's key ({opened.Reason}).");
    }
}
