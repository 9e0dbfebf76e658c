using System.Text.Json;
using Npgsql;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Domain.Personal;
using Registry.Domain.Replay;

namespace Registry.Projections.Log;

/// <summary>
/// Folds a stream from the published log as an auditor's tool folds it from a bundle: same entries, same functions, same
/// answer. Read models play no part.
/// </summary>
public sealed class LogReplay(NpgsqlDataSource database, string schema, BundlePlanner planner)
{
    private readonly BundleEntries entries = new(database, schema);

    /// <summary>Hands the stream's published entries to the replay. Whom they name; null when there are none.</summary>
    public async Task<IReadOnlyList<SubjectTag>?> RunAsync(
        TenantLog log, BundleRequest request, StreamReplay replay, CancellationToken token)
    {
        if (await planner.PlanAsync(log, request, token) is not { } plan)
            return null;
        await foreach (var row in entries.ReadAsync(log, plan.Checkpoint.Size, plan.Scope, keys: [], token))
        {
            if (!LogEntry.TryRead(row.Body, out var entry, out var reason) || entry is null)
                throw new LogRefusedException($"{log.Id}: entry {row.Index} cannot be read: {reason}.");
            using var data = JsonDocument.Parse(row.Data);
            replay.Take(new SeenEntry(row.Index, entry, data.RootElement));
        }
        return replay.Fault is { } fault
            ? throw new LogRefusedException($"{log.Id}: entry {fault.Index} cannot be folded: {fault.Code}, {fault.Detail}")
            : plan.Subjects;
    }
}
