using Npgsql;
using Registry.Domain.Log;
using Registry.Projections.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Anchoring;

/// <summary>
/// Compares what a witness saw with what is stored. A witness that saw more, or something else, under our own signature is
/// proof of a lost or a second history: nothing more is signed (reference R3).
/// </summary>
internal static class WitnessEvidence
{
    /// <exception cref="LogRefusedException">Names both checkpoints.</exception>
    public static async Task RequireExtendedAsync(
        NpgsqlDataSource database, string schema, LogReader reader, TenantLog log, string witness, string note, CancellationToken token)
    {
        var seen = log.Keys.Open(note).Value
            ?? throw new ArgumentException("Not signed by the log: not evidence.", nameof(note));
        await using var select = database.CreateCommand($"select size, edge from {schema}.log_head where log = $1").With(log.Id);
        await using var row = await select.ExecuteReaderAsync(token);
        await row.ReadAsync(token);
        var ours = CompactRange.FromBytes(row.GetInt64(0), row.GetFieldValue<byte[]>(1));
        if (seen.Size > ours.Size)
            throw new LogRefusedException(
                $"{log.Origin}: witness {witness} has cosigned {seen.Size} entries with root {seen.Root}, and the database has only "
                + $"{ours.Size} with root {ours.Root()}: was a backup restored?");
        var root = (await reader.EdgeAsync(log.Id, seen.Size, token)).Root();
        if (root != seen.Root)
            throw new LogRefusedException(
                $"{log.Origin}: witness {witness} has cosigned {seen.Size} entries with root {seen.Root}, but here their root is {root}.");
    }
}
