using System.ComponentModel;
using System.Diagnostics;

namespace Registry.Api.Hosting.Postgres;

/// <summary>What a program left behind: its exit code and what it printed.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs one of PostgreSQL's or the system's small programs to its end.</summary>
internal static class Tool
{
    /// <summary>What a shell answers for a program that cannot be run.</summary>
    private const int CannotRun = 127;

    /// <summary>
    /// Runs <paramref name="command"/> from "/", which every account can enter, in English, and without the PG*
    /// variables that would point PostgreSQL's programs at another server. A program that cannot be run is a failed
    /// result, not an exception. Cancelling kills the program.
    /// </summary>
    public static async Task<ToolResult> RunAsync(IReadOnlyList<string> command, string? input, CancellationToken ct)
    {
        using var process = new Process { StartInfo = Describe(command) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new ToolResult(CannotRun, "", e.Message);
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            var errors = process.StandardError.ReadToEndAsync(ct);
            await FeedAsync(process.StandardInput, input, ct);
            await process.WaitForExitAsync(ct);
            return new ToolResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    public static Task<ToolResult> RunAsync(IReadOnlyList<string> command, CancellationToken ct) => RunAsync(command, null, ct);

    /// <summary>
    /// True while a program runs with <paramref name="argument"/> on its command line: what a process that was killed had
    /// started goes on without it. Known on Linux only.
    /// </summary>
    public static bool IsAnyRunningWith(string argument) =>
        OperatingSystem.IsLinux() && Directory.EnumerateDirectories("/proc").Any(p => CommandLine(p).Contains(argument));

    private static string[] CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static ProcessStartInfo Describe(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static async Task FeedAsync(StreamWriter stdin, string? input, CancellationToken ct)
    {
        try
        {
            await stdin.WriteAsync(input.AsMemory(), ct);
            stdin.Close();
        }
        catch (IOException)
        {
            // The program ended without reading everything; its exit code tells.
        }
    }
}
