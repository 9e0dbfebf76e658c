using Registry.Api.Access;
using Registry.Api.Verification;
using Registry.Domain.Identifiers;

namespace Registry.Api.Wallets;

/// <summary>
/// An offer's code and the holder's transaction code for an access token (OpenID4VCI 1.0 section 6). Clients are anonymous; whatever
/// they call themselves, or the resource that they name, changes nothing.
/// </summary>
internal static class RedeemOffer
{
    public const string GrantType = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

    public static void Map(RouteGroupBuilder issuer) =>
        issuer.MapPost("/token", Handle).AllowAnonymous().CarriesNothingPersonal().WithMetadata(new LimitedPerClient())
            .WithSummary("Access token of a wallet 钱包访问令牌").Produces<string>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> Handle(
        Uscc agency, HttpRequest request, WalletSecrets secrets, HttpResponse response, CancellationToken token)
    {
        response.Headers.CacheControl = "no-store";
        if (!request.HasFormContentType)
            return OAuthError.Of("invalid_request");
        var form = await request.ReadFormAsync(token);
        if (form.Any(field => field.Value.Count != 1))
            return OAuthError.Of("invalid_request");
        var (type, code, digits) = (form["grant_type"].ToString(), form["pre-authorized_code"].ToString(), form["tx_code"].ToString());
        if (type.Length > 0 && type != GrantType)
            return OAuthError.Of("unsupported_grant_type");
        if (type.Length == 0 || code.Length == 0 || digits.Length == 0)
            return OAuthError.Of("invalid_request");
        // Looked at first: another issuer's code is not used up, nor one that its holder has not taken yet.
        if (WalletGrant.Read(await secrets.ReadAsync(SecretKind.Code, code, token)) is not { } grant || grant.Issuer != agency
            || (grant.Holder ?? await secrets.ReadAsync(SecretKind.Taker, code, token)) is not { } holder
            || await secrets.UseAsync(SecretKind.Code, code, digits) is null)
            return OAuthError.Of("invalid_grant");

        var access = WalletSecrets.New();
        await secrets.KeepAsync(SecretKind.Token, access, (grant with { Holder = holder }).ToString(), WalletToken.Life);
        return TypedResults.Json(new Dictionary<string, object>
        {
            ["access_token"] = access, ["token_type"] = "Bearer", ["expires_in"] = (int)WalletToken.Life.TotalSeconds,
        });
    }
}
