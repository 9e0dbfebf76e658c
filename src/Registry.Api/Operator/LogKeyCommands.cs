using Registry.Api.Authorities;
using Registry.Api.Hosting;
using Registry.Domain;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Api.Operator;

/// <summary>What <c>keys</c> does where the key is one of the log's checkpoints.</summary>
internal static class LogKeyCommands
{
    public static NoteVerifierKey? Find(RegistryRuntime runtime, string kid) =>
        Log(runtime).Keys.All.FirstOrDefault(key => LogKeyCustody.KidOf(key.Key) == kid)?.Key;

    public static void List(TenantLog log)
    {
        foreach (var (key, _, end) in log.Keys.All)
            Console.WriteLine(
                $"{LogKeyCustody.KidOf(key)}  {LogKeyCustody.Owner,-18}  {key.Algorithm,-7}  {(end == long.MaxValue ? "有效 / live" : "已停用 / ended")}  {key}");
    }

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
