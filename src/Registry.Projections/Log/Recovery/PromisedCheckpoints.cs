using Npgsql;
using Registry.Domain.Log;

namespace Registry.Projections.Log.Recovery;

/// <summary>Every checkpoint known here to have been signed: the remembered one, the newest stored one, one that somebody kept.</summary>
internal static class PromisedCheckpoints
{
    /// <param name="kept">A note from outside; null when there is none.</param>
    /// <exception cref="LogRefusedException">One does not verify under the log's key.</exception>
    public static async Task<IReadOnlyList<(Checkpoint Checkpoint, string Note)>> ReadAsync(
        NpgsqlConnection connection, string schema, TenantLog log, SignedHead remembered, string? kept, CancellationToken token)
    {
        var notes = new[] { remembered.Read(log.Id), await CheckpointStore.NewestSignedAsync(connection, schema, log.Id, token), kept };
        return
        [
            .. from note in notes
               where note is not null
               let opened = log.Keys.Open(note)
               select opened.Ok ? (opened.Value, note) : throw new LogRefusedException(
                   $"{log.Origin}: a checkpoint does not verify under the log's key ({opened.Reason}).")
        ];
    }
}
