using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Domain.Credentials;
using Registry.Domain.Issuers;
using Registry.Projections.Issuers;
using Registry.Projections.Keys;

namespace Registry.Api.Issuers;

/// <summary>
/// The keys that an issuing agency's credentials verify with (SD-JWT VC section 4.1). Retired keys stay. A compromised one is no key
/// any more for whoever knows no better; who can place a credential in the log finds it under <c>compromised_keys</c>.
/// </summary>
internal static class GetIssuer
{
    /// <summary>Also how soon everybody knows of a compromise.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    public static void Map(WebApplication app) =>
        app.MapGet("/.well-known/jwt-vc-issuer/{**path}", Handle).AllowAnonymous().CarriesNothingPersonal().WithTags("Issuers 发证机关")
            .WithSummary("An issuing agency's keys 发证机关公钥").Produces<string>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        string path, PublicAddress address, IssuerSigners issuers, RegistrySettings settings, HttpContext http, CancellationToken token)
    {
        if (address.IssuerAt(path) is not { } agency
            || await issuers.AllAsync(settings.Authority, KeyOwner.OfCredentials(agency), token) is not { Count: > 0 } keys)
            return Problems.NotFound();
        return PublicBytes.Answer(
            http, Encoding.UTF8.GetBytes(Document(address.Issuer(agency), keys).ToJsonString()), "application/json", MaxAge);
    }

    public static JsonObject Document(string issuer, IReadOnlyList<SigningKeyCard> keys)
    {
        var metadata = new JsonObject
        {
            ["issuer"] = issuer,
            ["jwks"] = new JsonObject { ["keys"] = new JsonArray([.. keys.Where(key => key.Suspicion is null).Select(JwkOf)]) },
        };
        if (keys.Any(key => key.Suspicion is not null))
            metadata["compromised_keys"] = new JsonArray([.. keys.Where(key => key.Suspicion is not null).Select(CompromisedOf)]);
        return metadata;
    }

    private static JsonObject JwkOf(SigningKeyCard key)
    {
        var jwk = Jwk.Export(Convert.FromBase64String(key.PublicKey));
        if (key.Certificate is not null)
            jwk["x5c"] = new JsonArray(key.Certificate);
        return jwk;
    }

    /// <summary>What it signed before entry <c>from</c> of the log is good, where the log shows that it was before.</summary>
    private static JsonObject CompromisedOf(SigningKeyCard key) => new()
    {
        ["jwk"] = JwkOf(key),
        ["log"] = key.Suspicion!.Log,
        ["from"] = key.Suspicion.From.ToString(CultureInfo.InvariantCulture),
    };
}
