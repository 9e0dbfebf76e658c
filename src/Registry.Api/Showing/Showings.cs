using System.Security.Cryptography;
using System.Text.Json;
using Registry.Api.Hosting;
using Registry.Domain.Licences;
using Registry.Domain.Showing;

namespace Registry.Api.Showing;

/// <summary>Codes and statements for holders who show a licence, and what a code stands for. The secret is the key store's.</summary>
internal sealed class Showings(RegistryRuntime runtime)
{
    /// <summary>The name under which the secret of codes is kept.</summary>
    public const string SecretName = "show-code";

    private readonly byte[] _secret = runtime.Secrets.Secret(SecretName);

    /// <summary>What the QR holds: a URL of at most 150 octets.</summary>
    public string UrlFor(LicenceId licence) =>
        runtime.Address.Verification(CodeFor(licence, runtime.Clock.GetUtcNow()));

    public string CodeFor(LicenceId licence, DateTimeOffset now) =>
        ShowCode.Make(_secret, licence, now, RandomNumberGenerator.GetBytes(ShowCode.NonceLength));

    public (LicenceId Licence, bool Holds)? Read(string code) => ShowCode.Read(_secret, code, runtime.Clock.GetUtcNow());

    /// <summary>The statement for where there is no network, signed by the issuer's newest key.</summary>
    public async Task<string> StatementAsync(string tenant, Licence licence, string? holder, CancellationToken token)
    {
        var signer = await runtime.Signers.CurrentAsync(tenant, licence.Issuer.Value, token);
        return new ShownStatement(licence.Identifier, VerdictOn(licence), holder, runtime.Clock.GetUtcNow()).Sign(signer);
    }

    /// <summary>The verdict on its newest version, as the API says it.</summary>
    public string VerdictOn(Licence licence) => JsonNamingPolicy.CamelCase.ConvertName(
        LicenceVerification.Judge(licence, licence.Identifier.Version, runtime.Clock.Today()).ToString());
}
