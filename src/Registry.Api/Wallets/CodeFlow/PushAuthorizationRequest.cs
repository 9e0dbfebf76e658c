using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Issuers;
using Registry.Api.Verification;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;

namespace Registry.Api.Wallets.CodeFlow;

/// <summary>
/// Takes what a wallet asks for before any browser is opened (RFC 9126): it cannot be changed on the way, and is good once, for minutes.
/// Wallets are those that the operator knows, without secrets of their own.
/// </summary>
internal static class PushAuthorizationRequest
{
    public const string Endpoint = "par";

    /// <summary>Before the name of a request (RFC 9126 section 2.2).</summary>
    public const string Prefix = "urn:ietf:params:oauth:request_uri:";

    /// <summary>Long enough for a holder to sign in and read.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public static void Map(RouteGroupBuilder issuer) =>
        issuer.MapPost($"/{Endpoint}", Handle).AllowAnonymous().CarriesNothingPersonal().WithMetadata(new LimitedPerClient())
            .WithSummary("What a wallet asks a holder for 钱包推送授权请求").Produces<string>(StatusCodes.Status201Created, "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> Handle(
        Uscc agency, HttpContext http, CredentialConfigurations configurations, DpopProofs proofs, WalletSecrets secrets, RegistrySettings settings,
        PublicAddress address, CancellationToken token)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await configurations.OfAsync(settings.Authority, agency, token) is not { } offered)
            return Problems.NotFound();
        if (await WalletBody.FormAsync(http.Request, token) is not { } form)
            return OAuthError.Of("invalid_request");
        var (key, fault) = await proofs.ReadAsync(http, $"{address.Issuer(agency)}/{Endpoint}");
        if (fault is not null)
            return OAuthError.Of(fault);
        var (request, error) = AuthorizationRequest.Read(
            form, agency, settings.Wallets, offered.Select(one => one.Configuration).ToHashSet(StringComparer.Ordinal), key);
        if (request is null)
            return OAuthError.Of(error!);
        var name = WalletSecrets.New();
        await secrets.KeepAsync(SecretKind.AuthorizationRequest, name, request.ToString(), Life);
        return TypedResults.Json(
            new Dictionary<string, object> { ["request_uri"] = Prefix + name, ["expires_in"] = (int)Life.TotalSeconds },
            statusCode: StatusCodes.Status201Created);
    }
}
