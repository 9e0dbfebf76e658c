using Registry.Api.Access;
using Registry.Api.Verification;
using Registry.Api.Wallets.CodeFlow;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;

namespace Registry.Api.Wallets;

/// <summary>Access tokens of wallets (RFC 6749 section 3.2), for an offer's code or for one that a holder's consent gave.</summary>
internal static class MakeToken
{
    public const string Endpoint = "token";

    public static void Map(RouteGroupBuilder issuer) =>
        issuer.MapPost($"/{Endpoint}", Handle).AllowAnonymous().CarriesNothingPersonal().WithMetadata(new LimitedPerClient())
            .WithSummary("Access token of a wallet 钱包访问令牌").Produces<string>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> Handle(
        Uscc agency, HttpContext http, DpopProofs proofs, RedeemOffer offers, RedeemCode codes, PublicAddress address, CancellationToken token)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await WalletBody.FormAsync(http.Request, token) is not { } form)
            return OAuthError.Of("invalid_request");
        var (key, error) = await proofs.ReadAsync(http, $"{address.Issuer(agency)}/{Endpoint}");
        if (error is not null)
            return OAuthError.Of(error);
        return form["grant_type"].ToString() switch
        {
            RedeemOffer.GrantType => await offers.HandleAsync(agency, form, key, token),
            RedeemCode.GrantType => await codes.HandleAsync(agency, form, key, token),
            "" => OAuthError.Of("invalid_request"),
            _ => OAuthError.Of("unsupported_grant_type"),
        };
    }
}
