using Registry.Api.Authorities;
using Registry.Api.Hosting;
using Registry.Domain;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Api.Operator;

/// <param name="Owner">Always <see cref="LogKeyCustody.Owner"/>.</param>
/// <param name="Log">Tenant and epoch whose checkpoints it signs.</param>
/// <param name="Held">Whether its private key is here.</param>
/// <param name="From">Index of the entry that introduced it; null for a log's first key.</param>
/// <param name="Until">Index of the entry that ended it; null for one that was not ended.</param>
internal sealed record ListedLogKey(
    string Kid, string Owner, string Algorithm, string Log, string Vkey, bool IsLive, bool Held, long? From, long? Until)
{
    /// <summary>For people.</summary>
    internal string State => this switch
    {
        { Until: not null } => "已停用 / ended",
        { IsLive: false } => "日志已封存 / log closed",
        _ => "有效 / live",
    };
}

/// <summary>What <c>keys</c> does where the key is one of the log's checkpoints.</summary>
internal static class LogKeyCommands
{
    public static NoteVerifierKey? Find(RegistryRuntime runtime, string kid) =>
        Log(runtime).Keys.All.FirstOrDefault(key => LogKeyCustody.KidOf(key.Key) == kid)?.Key;

    /// <summary>Every key that signs or signed checkpoints of the authority's logs, closed ones too, the SM2 keys last.</summary>
    public static IReadOnlyList<ListedLogKey> List(RegistryRuntime runtime) =>
        [.. runtime.Logs.EpochsOf(runtime.Settings.Authority).Reverse().SelectMany(log => List(runtime, log))];

    private static IEnumerable<ListedLogKey> List(RegistryRuntime runtime, TenantLog log)
    {
        var isOpen = log == Log(runtime);
        var held = runtime.LogKeys.Held(log.Tenant, log.Origin).Select(signer => signer.VerifierKey.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, from, end) in log.Keys.All.OrderBy(key => key.From))
            yield return new(
                LogKeyCustody.KidOf(key), LogKeyCustody.Owner, key.Algorithm, log.Id, key.ToString(),
                isOpen && end == long.MaxValue, held.Contains(key.ToString()), IndexOf(from), IndexOf(end));
        if (log.Sm2Key is { } second)
            yield return new(
                LogKeyCustody.KidOf(second), LogKeyCustody.Owner, second.Algorithm, log.Id, second.ToString(), isOpen, Held: true, null, null);
    }

    private static long? IndexOf(long index) => index is -1 or long.MaxValue ? null : index;

    public static async Task<int> RotateAsync(RegistryRuntime runtime, CancellationToken stop)
    {
        var key = await runtime.LogCustody.RotateAsync(Log(runtime), stop);
        Console.WriteLine($"新密钥 / new key: {LogKeyCustody.KidOf(key)}");
        Console.WriteLine($"核验公钥 / verifier key: {key}");
        return 0;
    }

    public static async Task<Refusal?> RetireAsync(
        RegistryRuntime runtime, NoteVerifierKey key, RetirementReason reason, CancellationToken stop) =>
        await runtime.LogCustody.RetireAsync(Log(runtime), key, await PublishedAsync(runtime, stop), reason);

    public static async Task<Refusal?> ReportCompromiseAsync(
        RegistryRuntime runtime, NoteVerifierKey key, long from, long size, CompromiseReason reason, CompromiseReporter reporter,
        CancellationToken stop) =>
        await runtime.LogCustody.ReportCompromiseAsync(
            Log(runtime), key, await PublishedAsync(runtime, stop), from, size, reason, reporter);

    private static TenantLog Log(RegistryRuntime runtime) => runtime.Logs.Of(runtime.Settings.Authority);

    private static async Task<string> PublishedAsync(RegistryRuntime runtime, CancellationToken stop)
    {
        await using var connection = await runtime.Database.Pooled.OpenConnectionAsync(stop);
        return await CheckpointStore.NewestPublishedAsync(connection, runtime.Settings.Schema, Log(runtime).Id, stop) ?? "";
    }
}
