using System.Text;
using System.Text.Json.Nodes;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Issuers;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;

namespace Registry.Api.Wallets;

/// <summary>
/// An issuing agency as credential issuer (OpenID4VCI 1.0 section 12.2), with a configuration for each published version of a licence
/// type. The well-known name stands between host and path; some wallets look behind the path, and find the same there.
/// </summary>
internal static class GetCredentialIssuer
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    public static void Map(WebApplication app)
    {
        app.MapGet($"/{PublicAddress.IssuerMetadata}/{{**path}}", Handle).AllowAnonymous().CarriesNothingPersonal()
            .WithTags("Wallets 钱包").WithSummary("An agency as credential issuer 凭证签发者元数据").Produces<string>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet($"/agency/{{agency}}/{PublicAddress.IssuerMetadata}", Appended).AllowAnonymous().CarriesNothingPersonal()
            .ExcludeFromDescription();
    }

    private static Task<IResult> Handle(
        string path, PublicAddress address, CredentialConfigurations configurations, RegistrySettings settings, HttpContext http,
        CancellationToken token) => AnswerAsync(address.IssuerAt(path), address, configurations, settings, http, token);

    private static Task<IResult> Appended(
        Uscc agency, PublicAddress address, CredentialConfigurations configurations, RegistrySettings settings, HttpContext http,
        CancellationToken token) => AnswerAsync(agency, address, configurations, settings, http, token);

    private static async Task<IResult> AnswerAsync(
        Uscc? named, PublicAddress address, CredentialConfigurations configurations, RegistrySettings settings, HttpContext http,
        CancellationToken token)
    {
        if (named is not { } agency || await configurations.OfAsync(settings.Authority, agency, token) is not { } offered)
            return Problems.NotFound();
        var issuer = address.Issuer(agency);
        var metadata = new JsonObject
        {
            ["credential_issuer"] = issuer,
            ["credential_endpoint"] = $"{issuer}/credential",
            ["deferred_credential_endpoint"] = $"{issuer}/{FetchDeferred.Endpoint}",
            ["nonce_endpoint"] = $"{issuer}/nonce",
            ["notification_endpoint"] = $"{issuer}/notification",
            ["batch_credential_issuance"] = new JsonObject { ["batch_size"] = CredentialRequest.BatchSize },
            ["credential_configurations_supported"] =
                new JsonObject(offered.Select(type => KeyValuePair.Create<string, JsonNode?>(type.Configuration, Describe(type)))),
        };
        return PublicBytes.Answer(http, Encoding.UTF8.GetBytes(metadata.ToJsonString()), "application/json", MaxAge);
    }

    private static JsonObject Describe(CredentialType type)
    {
        var document = JsonNode.Parse(type.Document)!;
        return new()
        {
            ["format"] = SdJwtVc.Type,
            ["vct"] = type.Vct,
            ["scope"] = type.Configuration,
            ["credential_signing_alg_values_supported"] = new JsonArray(ProofOfPossession.Algorithm),
            ["cryptographic_binding_methods_supported"] = new JsonArray("jwk"),
            ["proof_types_supported"] = new JsonObject
            {
                ["jwt"] = new JsonObject { ["proof_signing_alg_values_supported"] = new JsonArray(ProofOfPossession.Algorithm) },
            },
            ["credential_metadata"] = new JsonObject
            {
                ["display"] = document["display"]!.DeepClone(),
                ["claims"] = new JsonArray([.. document["claims"]!.AsArray().Select(claim => Claim(claim!))]),
            },
        };
    }

    // What type metadata calls a label is a name here.
    private static JsonObject Claim(JsonNode claim) => new()
    {
        ["path"] = claim["path"]!.DeepClone(),
        ["display"] = new JsonArray(
        [
            .. claim["display"]!.AsArray().Select(one => new JsonObject { ["locale"] = (string?)one!["locale"], ["name"] = (string?)one["label"] }),
        ]),
    };
}
