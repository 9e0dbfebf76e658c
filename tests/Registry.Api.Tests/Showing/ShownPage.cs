using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Hosting;
using Registry.Api.Tests.Log;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Testing;

namespace Registry.Api.Tests.Showing;

/// <summary>The page that a holder shows, whose codes zbar reads.</summary>
internal sealed partial class ShownPage(string html) : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("registry-shown-").FullName;

    public string Html => html;

    /// <summary>What the QR code of that id says.</summary>
    public async Task<string> CodeAsync(string id)
    {
        var png = Picture().Matches(html).Single(match => match.Groups["id"].Value == id).Groups["png"].Value;
        await File.WriteAllBytesAsync(Path.Combine(directory, "code.png"), Convert.FromBase64String(png), TestContext.Current.CancellationToken);
        var (exit, output) = await OtherVerifiers.RunAsync("zbarimg", ["--nodbus", "--quiet", "--raw", "code.png"], "", directory);
        exit.ShouldBe(0, output);
        return output.Trim();
    }

    /// <summary>A file with the issuing agency's key, as an offline verifier was given it before.</summary>
    public async Task<string> KeysAsync(RegistryHost host, string identifier)
    {
        var signer = await host.Services.GetRequiredService<RegistryRuntime>().Signers.CurrentAsync(
            "340100", LicenceIdentifier.Parse(identifier).Issuer.Value, TestContext.Current.CancellationToken);
        var jwk = Jwk.Export(signer.PublicKeySpki);
        jwk["kid"] = signer.KeyId;
        var path = Path.Combine(directory, "keys.json");
        await File.WriteAllTextAsync(path, new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString(), TestContext.Current.CancellationToken);
        return path;
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [GeneratedRegex("""<img id="(?<id>[^"]+)"[^>]* src="data:image/png;base64,(?<png>[^"]+)">""")]
    private static partial Regex Picture();
}
