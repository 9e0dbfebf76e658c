using Npgsql;
using Registry.Api.Hosting;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Projections.Log;
using Registry.Projections.Log.Fsck;

namespace Registry.Testing;

/// <summary>What was promised to somebody before a fault.</summary>
/// <param name="Streams">Begun by saves that were acknowledged.</param>
/// <param name="Notes">Texts of all checkpoints that were signed, kept or not.</param>
public sealed record Promised(IReadOnlyCollection<Guid> Streams, IReadOnlyCollection<string> Notes)
{
    public static Promised Nothing { get; } = new([], []);
}

/// <summary>
/// Judges a log after a fault, when a restart has sequenced and published what waited: by fsck, by the audit of every byte,
/// by the export as a stranger verifies it, by what is remembered outside the database, and by what was promised.
/// </summary>
internal static class SoundLog
{
    /// <summary>What is wrong, a sentence each; empty when the log is sound.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(
        RegistryRuntime runtime, TenantLog log, Promised promised, CancellationToken token)
    {
        await using var connection = await runtime.Database.Pooled.OpenConnectionAsync(token);
        var schema = runtime.Settings.Schema;
        var head = await LogHead.ReadAsync(connection, schema, log.Id, token);
        return
        [
            .. await FsckAsync(runtime, log, token),
            .. await Refusal(() => LogAudit.RequireSoundAsync(connection, schema, head, token)),
            .. await ExportAsync(runtime, log, head.Size, token),
            .. await RememberedAsync(runtime, log, head.Size, token),
            .. await SignedAsync(runtime, log, promised.Notes, token),
            .. await OnceEachAsync(connection, schema, log, token),
            .. await LostAsync(connection, schema, promised.Streams, token),
        ];
    }

    private static async Task<IEnumerable<string>> FsckAsync(RegistryRuntime runtime, TenantLog log, CancellationToken token)
    {
        var report = await new FsckRun(runtime.Database.Pooled, runtime.Store, runtime.Settings.Schema, runtime.LogKeysAsync)
            .RunAsync(log.Tenant, skipReadModels: false, progress: null, token);
        return report.Findings.Select(found => $"fsck: {found.Code} at {found.Index}: {found.Detail}");
    }

    private static async Task<IEnumerable<string>> ExportAsync(
        RegistryRuntime runtime, TenantLog log, long size, CancellationToken token)
    {
        using var file = new MemoryStream();
        var written = await runtime.Export.WriteAsync(log, file, progress: null, token);
        if (written != size)
            return [$"export: {written} entries are published of {size}."];
        file.Position = 0;
        var verdict = ExportLines.Verify(file, new ExportVerifier(log.Key));
        return verdict.Outcome is ExportOutcome.Ok ? [] : [$"export: {verdict.Code} at {verdict.Index}: {verdict.Detail}"];
    }

    private static async Task<IEnumerable<string>> RememberedAsync(
        RegistryRuntime runtime, TenantLog log, long size, CancellationToken token)
    {
        if (new SignedHead(runtime.Settings.CheckpointDirectory).Read(log.Id) is not { } note)
            return ["remembered: no checkpoint."];
        var opened = log.Keys.Open(note);
        if (opened is not { Value: { } remembered })
            return [$"remembered: {opened.Reason}"];
        return remembered.Size == size
            ? await SignedAsync(runtime, log, [remembered.ToText()], token)
            : [$"remembered: the checkpoint of {remembered.Size} entries, not of {size}."];
    }

    private static async Task<IEnumerable<string>> SignedAsync(
        RegistryRuntime runtime, TenantLog log, IEnumerable<string> texts, CancellationToken token)
    {
        var faults = new List<string>();
        foreach (var text in texts.Distinct())
        {
            if (!Checkpoint.TryParse(text, out var signed, out var reason) || signed is null)
                faults.Add($"signed: no checkpoint, {reason}: {text}");
            else
                faults.AddRange(await Refusal(async () =>
                {
                    if ((await runtime.LogReader.EdgeAsync(log.Id, signed.Size, token)).Root() != signed.Root)
                        throw new LogRefusedException($"fork: root {signed.Root} of {signed.Size} entries was signed.");
                }));
        }
        return faults;
    }

    private static async Task<IEnumerable<string>> OnceEachAsync(
        NpgsqlConnection connection, string schema, TenantLog log, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select (select count(*) from {schema}.mt_events where tenant_id = '{log.Tenant}' and type <> 'tombstone'),
                   (select count(*) from {schema}.mt_events m join {schema}.log_entry e on e.event_id = m.id and e.log = '{log.Id}'),
                   count(*), count(distinct idx), count(distinct event_id), coalesce(min(idx), 0), coalesce(max(idx), -1) + 1
            from {schema}.log_entry where log = '{log.Id}'
            """, connection);
        await using var reader = await select.ExecuteReaderAsync(token);
        await reader.ReadAsync(token);
        var counts = Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64).ToArray();
        return counts is [var events, var matched, var entries, var places, var once, 0, var past]
            && new[] { matched, entries, places, once, past }.All(count => count == events)
            ? []
            : [$"entries: events, matched, entries, places, distinct, first, past are {string.Join(", ", counts)}."];
    }

    private static async Task<IEnumerable<string>> LostAsync(
        NpgsqlConnection connection, string schema, IReadOnlyCollection<Guid> streams, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select s from unnest($1) s where not exists (
                select from {schema}.mt_events m join {schema}.log_entry e on e.event_id = m.id where m.stream_id = s)
            """, connection);
        select.Parameters.Add(new() { Value = streams.ToArray() });
        await using var reader = await select.ExecuteReaderAsync(token);
        var lost = new List<string>();
        while (await reader.ReadAsync(token))
            lost.Add($"lost: stream {reader.GetGuid(0)} was acknowledged and is not in the log.");
        return lost;
    }

    private static async Task<IEnumerable<string>> Refusal(Func<Task> check)
    {
        try
        {
            await check();
            return [];
        }
        catch (LogRefusedException refusal)
        {
            return [refusal.Message];
        }
    }
}
