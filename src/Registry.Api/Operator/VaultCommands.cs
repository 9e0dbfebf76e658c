using System.Globalization;
using Registry.Api.Hosting;

namespace Registry.Api.Operator;

/// <summary>What <c>keys rotate</c> does where the key is the one that wraps the subjects' data keys.</summary>
internal static class VaultCommands
{
    /// <summary>What <c>keys rotate</c> calls it.</summary>
    public const string Owner = "vault";

    /// <param name="prepare">Only makes the key, to be copied to every server before it is used.</param>
    public static async Task<int> RotateAsync(RegistryRuntime runtime, bool prepare, CancellationToken stop)
    {
        if (prepare)
        {
            Console.WriteLine($"已备好 / prepared: {NameOf(await runtime.VaultRotation.PrepareAsync(stop))}");
            return 0;
        }
        var done = await runtime.VaultRotation.RunAsync(progress: null, stop);
        Console.WriteLine($"新密钥 / new key: {NameOf(done.Number)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"重新封装 / wrapped anew: {done.Rewrapped}"));
        foreach (var old in done.Retired)
            Console.WriteLine($"已停用，仅旧备份仍需要 / retired, only older backups need it: {NameOf(old)}");
        return 0;
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"vault-wrapping {number}");
}
