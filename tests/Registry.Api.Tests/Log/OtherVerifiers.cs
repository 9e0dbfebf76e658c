using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Registry.Domain.Seals;

namespace Registry.Api.Tests.Log;

/// <summary>Programs that this project did not write, run as an auditor would run them.</summary>
internal static class OtherVerifiers
{
    internal static readonly string Conformance = Path.Combine(Repository(), "tests", "conformance");

    // Once, however many tests begin at the same time. A folder that was there before may lack what was added since.
    internal static readonly Lazy<Task<(int Exit, string Output)>> Installed =
        new(() => RunAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], "", Conformance));

    /// <summary>What sm-crypto says of an unpacked OFD file under a seal: "ok", or what is wrong.</summary>
    public static async Task<string> SmCryptoAsync(string directory, SealSignature seal)
    {
        await Installed.Value;
        var publicKey = X509CertificateLoader.LoadCertificate(seal.Certificate.Span).PublicKey.EncodedKeyValue.RawData;
        var input = JsonSerializer.Serialize(new
        {
            directory = Path.Combine(directory, "files"),
            message = Convert.ToHexString(seal.ToBeSigned.Span),
            publicKey = Convert.ToHexString(publicKey),
            value = Convert.ToHexStringLower(seal.Signature.Span),
        });
        var (exit, output) = await RunAsync("node", ["ofd.js"], input, Conformance);
        exit.ShouldBe(0, output);
        return output.Trim();
    }

    /// <summary>What @sigstore/verify says to each claim: "ok", or what is wrong.</summary>
    public static async Task<IReadOnlyList<string>> SigstoreAsync(IEnumerable<object> claims)
    {
        await Installed.Value;
        var input = string.Concat(claims.Select(claim => JsonSerializer.Serialize(claim, JsonSerializerOptions.Web) + "\n"));
        var (exit, output) = await RunAsync("node", ["sigstore.js"], input, Conformance);
        exit.ShouldBe(0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What @sd-jwt/sd-jwt-vc and jose say of a credential: claims, status and type's name, or the error.</summary>
    public static async Task<JsonObject> WalletAsync(object claim)
    {
        await Installed.Value;
        var (exit, output) = await RunAsync("node", ["credential.mjs"], JsonSerializer.Serialize(claim), Conformance);
        exit.ShouldBe(0, output);
        return JsonNode.Parse(output)!.AsObject();
    }

    /// <summary>What jose says of a signed token: its claims, or the error.</summary>
    /// <param name="keys">A JWK Set.</param>
    public static async Task<JsonObject> JoseAsync(string token, string keys, string type, string issuer)
    {
        await Installed.Value;
        var input = JsonSerializer.Serialize(new { token, keys = JsonNode.Parse(keys), typ = type, iss = issuer });
        var (exit, output) = await RunAsync("node", ["token.mjs"], input, Conformance);
        exit.ShouldBe(0, output);
        return JsonNode.Parse(output)!.AsObject();
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

    internal static async Task<(int Exit, string Output)> RunAsync(string program, string[] arguments, string input, string directory)
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
