using System.Diagnostics;
using System.Runtime.InteropServices;
using Registry.Projections.Keys.Pkcs11;

namespace Registry.Projections.Tests.Keys;

/// <summary>
/// SoftHSM2 with a token for each that must find it alone, in a directory of its own. It has the interface of a security module and none of its resistance.
/// </summary>
/// <remarks>One for all tests: the module is initialised once a process, and so reads its configuration once.</remarks>
[CollectionDefinition(nameof(SoftHsm))]
public sealed partial class SoftHsm : IAsyncLifetime, ICollectionFixture<SoftHsm>
{
    public const string Module = "/usr/lib/softhsm/libsofthsm2.so";
    public const string Token = "registry";
    public const string Doomed = "doomed";
    public const string Other = "other";
    public const string Running = "running";
    public const string Issuing = "issuing";
    public const string Moved = "moved";
    public const string Pin = "24680";

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("registry-softhsm-").FullName;

    public static Pkcs11Settings Settings { get; } = new(Module, Token, Pin, Sessions: 4, TimeSpan.FromSeconds(5));

    public async ValueTask InitializeAsync()
    {
        var configuration = Path.Combine(Directory, "softhsm2.conf");
        await File.WriteAllTextAsync(
            configuration, $"directories.tokendir = {Directory}\nobjectstore.backend = file\nlog.level = ERROR\n");
        // The module reads the process's own environment, which .NET does not change.
        SetVariable("SOFTHSM2_CONF", configuration, 1).ShouldBe(0);
        foreach (var token in new[] { Token, Doomed, Other, Running, Issuing, Moved })
            await UtilAsync(configuration, "--init-token", "--free", "--label", token, "--so-pin", "13579", "--pin", Pin);
    }

    public Task DeleteAsync(string token) =>
        UtilAsync(Path.Combine(Directory, "softhsm2.conf"), "--delete-token", "--token", token);

    public ValueTask DisposeAsync()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task UtilAsync(string configuration, params string[] arguments)
    {
        var start = new ProcessStartInfo("softhsm2-util", arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["SOFTHSM2_CONF"] = configuration },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, await error);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
