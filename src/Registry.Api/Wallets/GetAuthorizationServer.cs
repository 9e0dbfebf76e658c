using System.Text;
using System.Text.Json.Nodes;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Issuers;
using Registry.Api.Wallets.CodeFlow;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Projections.Issuers;

namespace Registry.Api.Wallets;

/// <summary>
/// An issuing agency as authorization server of its own (RFC 8414): where wallets ask holders and redeem codes. Found behind the
/// issuer's path too, as its metadata as credential issuer is.
/// </summary>
internal static class GetAuthorizationServer
{
    private const string WellKnown = ".well-known/oauth-authorization-server";

    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    public static void Map(WebApplication app)
    {
        app.MapGet($"/{WellKnown}/{{**path}}", Handle).AllowAnonymous().CarriesNothingPersonal()
            .WithTags("Wallets 钱包").WithSummary("Where wallets ask holders and redeem codes 授权服务器元数据").Produces<string>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);
        app.MapGet($"/agency/{{agency}}/{WellKnown}", Appended).AllowAnonymous().CarriesNothingPersonal().ExcludeFromDescription();
    }

    private static Task<IResult> Handle(
        string path, PublicAddress address, IssuerSigners issuers, RegistrySettings settings, HttpContext http, CancellationToken token) =>
        AnswerAsync(address.IssuerAt(path), address, issuers, settings, http, token);

    private static Task<IResult> Appended(
        Uscc agency, PublicAddress address, IssuerSigners issuers, RegistrySettings settings, HttpContext http, CancellationToken token) =>
        AnswerAsync(agency, address, issuers, settings, http, token);

    private static async Task<IResult> AnswerAsync(
        Uscc? named, PublicAddress address, IssuerSigners issuers, RegistrySettings settings, HttpContext http, CancellationToken token)
    {
        if (named is not { } agency
            || await issuers.AllAsync(settings.Authority, KeyOwner.OfCredentials(agency), token) is not { Count: > 0 })
            return Problems.NotFound();
        var metadata = new JsonObject
        {
            ["issuer"] = address.Issuer(agency),
            ["token_endpoint"] = $"{address.Issuer(agency)}/{MakeToken.Endpoint}",
            ["response_types_supported"] = new JsonArray(),
            ["grant_types_supported"] = new JsonArray(RedeemOffer.GrantType),
            ["dpop_signing_alg_values_supported"] = new JsonArray(DpopProof.Algorithm),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("none"),
            ["pre-authorized_grant_anonymous_access_supported"] = true,
            ["status_list_aggregation_endpoint"] = address.StatusLists(agency),
        };
        if (settings.Wallets.Count > 0)
            AddCodeFlow(metadata, address.Issuer(agency));
        return PublicBytes.Answer(http, Encoding.UTF8.GetBytes(metadata.ToJsonString()), "application/json", MaxAge);
    }

    // Where the operator knows wallets that may ask for it.
    private static void AddCodeFlow(JsonObject metadata, string issuer)
    {
        metadata["grant_types_supported"] = new JsonArray(RedeemOffer.GrantType, RedeemCode.GrantType);
        metadata["response_types_supported"] = new JsonArray("code");
        metadata["response_modes_supported"] = new JsonArray("query");
        metadata["pushed_authorization_request_endpoint"] = $"{issuer}/{PushAuthorizationRequest.Endpoint}";
        metadata["require_pushed_authorization_requests"] = true;
        metadata["authorization_endpoint"] = $"{issuer}/{AskConsent.Endpoint}";
        metadata["authorization_response_iss_parameter_supported"] = true;
        metadata["authorization_details_types_supported"] = new JsonArray(AuthorizationRequest.OpenIdCredential);
        metadata["code_challenge_methods_supported"] = new JsonArray("S256");
    }
}
