using System.ComponentModel;
using System.Diagnostics;

namespace Registry.Benchmarks.Verify;

/// <summary>One run of registry-verify as its users run it, its start included.</summary>
/// <param name="Elapsed">From start to exit.</param>
/// <param name="PeakMemory">Largest working set in bytes.</param>
internal sealed record VerifierRun(TimeSpan Elapsed, long PeakMemory)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <exception cref="InvalidOperationException">The verdict is not ok.</exception>
    public static async Task<VerifierRun> OfAsync(string command, string file, string verifierKey)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "registry-verify.dll"), command, file, "--vkey", verifierKey, "--json"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        while (!process.WaitForExit(Look))
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (Exception e) when (e is InvalidOperationException or Win32Exception)
            {
                // It has just ended.
            }
        return process.ExitCode == 0
            ? new(clock.Elapsed, peak)
            : throw new InvalidOperationException($"registry-verify {command} ended with {process.ExitCode}: {await output}");
    }
}
