using System.Text;
using System.Text.Json.Nodes;
using Marten;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Issuers;
using Registry.Api.LicenceTypes;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Projections;
using Registry.Projections.Issuers;
using Registry.Projections.LicenceTypes;

namespace Registry.Api.Wallets;

/// <summary>
/// An issuing agency as credential issuer (OpenID4VCI 1.0 section 12.2), with a configuration for each published version of a licence
/// type. The well-known name stands between host and path; some wallets look behind the path, and find the same there.
/// </summary>
internal static class GetCredentialIssuer
{
    private const int Most = 500;

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
        string path, PublicAddress address, IssuerSigners issuers, CredentialTypes types, LicenceTypeCatalogue catalogue, RegistrySessions sessions,
        RegistrySettings settings, HttpContext http, CancellationToken token) =>
        AnswerAsync(address.IssuerAt(path), address, issuers, types, catalogue, sessions, settings, http, token);

    private static Task<IResult> Appended(
        Uscc agency, PublicAddress address, IssuerSigners issuers, CredentialTypes types, LicenceTypeCatalogue catalogue, RegistrySessions sessions,
        RegistrySettings settings, HttpContext http, CancellationToken token) =>
        AnswerAsync(agency, address, issuers, types, catalogue, sessions, settings, http, token);

    private static async Task<IResult> AnswerAsync(
        Uscc? named, PublicAddress address, IssuerSigners issuers, CredentialTypes types, LicenceTypeCatalogue catalogue, RegistrySessions sessions,
        RegistrySettings settings, HttpContext http, CancellationToken token)
    {
        if (named is not { } agency
            || await issuers.AllAsync(settings.Authority, KeyOwner.OfCredentials(agency), token) is not { Count: > 0 })
            return Problems.NotFound();
        await using var session = sessions.Query(settings.Authority);
        var cards = await session.Query<LicenceTypeCard>().OrderBy(card => card.Id).Take(Most).ToListAsync(token);
        var region = await catalogue.RegionOfAsync(settings.Authority, agency);
        var configurations = new JsonObject();
        foreach (var (card, version) in cards.SelectMany(card => card.Versions.Select(version => (card, version))))
        {
            if (!version.Definition.Issuers.Include(agency, region))
                continue;
            var type = types.Of(card.Code, version.Number, version.Definition);
            configurations[type.Configuration] = Describe(type);
        }
        var issuer = address.Issuer(agency);
        var metadata = new JsonObject
        {
            ["credential_issuer"] = issuer,
            ["credential_endpoint"] = $"{issuer}/credential",
            ["nonce_endpoint"] = $"{issuer}/nonce",
            ["notification_endpoint"] = $"{issuer}/notification",
            ["batch_credential_issuance"] = new JsonObject { ["batch_size"] = CredentialRequest.BatchSize },
            ["credential_configurations_supported"] = configurations,
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
