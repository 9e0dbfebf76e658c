using System.Diagnostics;

namespace Registry.Api.Tests.Verification;

/// <summary>One run of the tool as its users run it.</summary>
internal sealed record VerifierProcess(int ExitCode, string Output, string Error)
{
    public static async Task<VerifierProcess> RunAsync(params string[] arguments)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "registry-verify.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", tool, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>Runs <c>registry-verify export</c> on these bytes.</summary>
    public static Task<VerifierProcess> ExportAsync(byte[] export, params string[] options) => OnFileAsync("export", export, options);

    /// <summary>Runs a command of the tool on a file with these bytes.</summary>
    public static async Task<VerifierProcess> OnFileAsync(string command, byte[] content, params string[] options)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, content);
            return await RunAsync([command, file, .. options]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
