using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Registry.Benchmarks;

/// <summary>The server built without its recorder, in a directory that is removed.</summary>
internal sealed class UnrecordedServer : IDisposable
{
    private readonly DirectoryInfo artifacts;

    private UnrecordedServer(DirectoryInfo artifacts) => this.artifacts = artifacts;

    public string Program => artifacts.GetFiles("Registry.Api.dll", SearchOption.AllDirectories)
        .Single(file => file.FullName.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && file.Directory!.GetFiles("Registry.Api.runtimeconfig.json").Length == 1).FullName;

    /// <summary>Builds it in the configuration that this program was built in.</summary>
    public static async Task<UnrecordedServer> BuildAsync([CallerFilePath] string here = "")
    {
        var benchmarks = Path.GetDirectoryName(here)!;
        var artifacts = Directory.CreateTempSubdirectory("registry-unrecorded-");
        var configuration = typeof(UnrecordedServer).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        using var build = Process.Start(new ProcessStartInfo("dotnet",
        [
            "build", Path.Combine(benchmarks, "../../src/Registry.Api"), "--configuration", configuration, "--verbosity", "quiet",
            "--artifacts-path", artifacts.FullName,
            $"-p:CustomAfterMicrosoftCommonTargets={Path.Combine(benchmarks, "Unrecorded/Unrecorded.targets")}",
        ])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();
        return build.ExitCode == 0 ? new(artifacts) : throw new InvalidOperationException(output);
    }

    public void Dispose() => artifacts.Delete(recursive: true);
}
