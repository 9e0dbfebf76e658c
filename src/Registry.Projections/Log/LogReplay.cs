using System.Text.Json;
using Npgsql;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Domain.Personal;
using Registry.Domain.Replay;

namespace Registry.Projections.Log;

/// <summary>
/// Folds a stream from the published log as an auditor's tool folds it from a bundle: same entries, same functions, same
/// answer. Read models play no part. Entries of a closed log before have indexes below 0: -1 is its last.
/// </summary>
public sealed class LogReplay(NpgsqlDataSource database, string schema, BundlePlanner planner)
{
    private readonly BundleEntries entries = new(database, schema);

    /// <summary>Hands the stream's entries to the replay. Whom they name; null when there is no such stream.</summary>
    public async Task<IReadOnlyList<SubjectTag>?> RunAsync(
        TenantLog log, BundleRequest request, StreamReplay replay, CancellationToken token)
    {
        if (await planner.PublishedAsync(log, token) is not var (published, _)
            || await planner.StreamAsync(log.Tenant, request, token) is not { } stream)
            return null;
        var named = new HashSet<SubjectTag>();
        var start = published.Size;
        foreach (var (epoch, size) in (IEnumerable<(TenantLog, long)>)[(log, published.Size), .. await planner.BeforeAsync(log, token)])
        {
            start -= size;
            await foreach (var row in entries.ReadAsync(epoch, size, stream, keys: [], token))
            {
                Take(epoch, row, start, replay);
                named.UnionWith(BundleEntries.SubjectsIn(row) ?? []);
            }
        }
        return replay.Fault is { } fault
            ? throw new LogRefusedException($"{log.Id}: entry {fault.Index} cannot be folded: {fault.Code}, {fault.Detail}")
            : [.. named];
    }

    private static void Take(TenantLog log, BundleEntries.Row row, long start, StreamReplay replay)
    {
        if (!LogEntry.TryRead(row.Body, out var entry, out var reason) || entry is null)
            throw new LogRefusedException($"{log.Id}: entry {row.Index} cannot be read: {reason}.");
        using var data = JsonDocument.Parse(row.Data);
        replay.Take(new SeenEntry(start + row.Index, entry, data.RootElement));
    }
}
