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
public sealed class LogReplay(NpgsqlDataSource database, string schema, BundlePlanner planner, TenantLogs logs)
{
    private readonly BundleEntries entries = new(database, schema);
    private readonly LogReader reader = new(database, schema);

    /// <summary>Hands the stream's entries to the replay. Whom they name; null when there is no such stream.</summary>
    public async Task<IReadOnlyList<SubjectTag>?> RunAsync(
        TenantLog log, BundleRequest request, StreamReplay replay, CancellationToken token)
    {
        if (await planner.PublishedAsync(log, token) is not var (published, _)
            || await planner.StreamAsync(log.Tenant, request, token) is not { } stream)
            return null;
        var named = new HashSet<SubjectTag>();
        foreach (var (epoch, size, start) in await EpochsAsync(log, published.Size, token))
            await foreach (var row in entries.ReadAsync(epoch, size, stream, keys: [], token))
            {
                Take(epoch, row, start, replay);
                named.UnionWith(BundleEntries.SubjectsIn(row) ?? []);
            }
        return replay.Fault is { } fault
            ? throw new LogRefusedException($"{log.Id}: entry {fault.Index} cannot be folded: {fault.Code}, {fault.Detail}")
            : [.. named];
    }

    // A closed log is sealed whole by the discontinuity that follows it.
    private async Task<IReadOnlyList<(TenantLog Log, long Size, long Start)>> EpochsAsync(TenantLog log, long size, CancellationToken token)
    {
        var (epochs, start) = (new List<(TenantLog, long, long)> { (log, size, 0) }, 0L);
        foreach (var closed in logs.EpochsOf(log.Tenant).Where(epoch => epoch.Id != log.Id).Reverse())
        {
            var length = await reader.SizeAsync(closed.Id, token);
            epochs.Insert(0, (closed, length, start -= length));
        }
        return epochs;
    }

    private static void Take(TenantLog log, BundleEntries.Row row, long start, StreamReplay replay)
    {
        if (!LogEntry.TryRead(row.Body, out var entry, out var reason) || entry is null)
            throw new LogRefusedException($"{log.Id}: entry {row.Index} cannot be read: {reason}.");
        using var data = JsonDocument.Parse(row.Data);
        replay.Take(new SeenEntry(start + row.Index, entry, data.RootElement));
    }
}
