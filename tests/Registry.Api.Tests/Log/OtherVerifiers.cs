using System.Diagnostics;
using System.Text.Json;

namespace Registry.Api.Tests.Log;

/// <summary>Programs that this project did not write, run as an auditor would run them.</summary>
internal static class OtherVerifiers
{
    private static readonly string Conformance = Path.Combine(Repository(), "tests", "conformance");

    /// <summary>What @sigstore/verify says to each claim: "ok", or what is wrong.</summary>
    public static async Task<IReadOnlyList<string>> SigstoreAsync(IEnumerable<object> claims)
    {
        if (!Directory.Exists(Path.Combine(Conformance, "node_modules")))
            await RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], "", Conformance);
        var input = string.Concat(claims.Select(claim => JsonSerializer.Serialize(claim, JsonSerializerOptions.Web) + "\n"));
        var (exit, output) = await RunAsync("node", ["sigstore.js"], input, Conformance);
        exit.ShouldBe(0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Whether openssl finds the Ed25519 signature over the bytes good.</summary>
    public static async Task<bool> OpensslAsync(byte[] publicKeySpki, byte[] message, byte[] signature)
    {
        var directory = Directory.CreateTempSubdirectory("registry-openssl-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(directory, "key"), publicKeySpki);
            await File.WriteAllBytesAsync(Path.Combine(directory, "message"), message);
            await File.WriteAllBytesAsync(Path.Combine(directory, "signature"), signature);
            var (exit, _) = await RunAsync(
                "openssl",
                ["pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin", "-in", "message", "-sigfile", "signature"],
                "", directory);
            return exit == 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<(int Exit, string Output)> RunAsync(string program, string[] arguments, string input, string directory)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Registry.sln")))
            directory = directory.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        return directory.FullName;
    }
}
