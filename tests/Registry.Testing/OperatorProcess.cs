using System.Diagnostics;
using System.Text;

namespace Registry.Testing;

/// <summary>One run of an operator's command, as an operator runs it.</summary>
public sealed record OperatorProcess(int ExitCode, string Output, string Errors)
{
    /// <param name="directory">Where it runs; null for here.</param>
    public static async Task<OperatorProcess> RunAsync(
        IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments, string? directory = null)
    {
        var start = new ProcessStartInfo("dotnet", [ServerProcess.Program, .. arguments])
        {
            WorkingDirectory = directory ?? "",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }
}
