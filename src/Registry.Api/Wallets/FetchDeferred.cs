using System.Text.Json.Nodes;
using Registry.Api.Access;
using Registry.Domain.Identifiers;

namespace Registry.Api.Wallets;

/// <summary>Credentials for which a wallet was put off (OpenID4VCI 1.0 section 9), once they can be made; until then 202.</summary>
/// <remarks>
/// No <c>notification_id</c>: it is optional, and the library that most wallets in TypeScript are built on (@openid4vc 0.4.6) takes no deferred
/// credentials with one.
/// </remarks>
internal static class FetchDeferred
{
    public const string Endpoint = "deferred-credential";

    /// <summary>Of another token, used, expired, or none of ours.</summary>
    public const string Unknown = "invalid_transaction_id";

    public static void Map(RouteGroupBuilder issuer) =>
        issuer.MapPost($"/{Endpoint}", Handle).AllowAnonymous().RecordsAccess()
            .WithSummary("Credentials that a wallet was put off for 钱包领取延后签发的凭证").Produces<string>(contentType: "application/json")
            .Produces<Deferral.PutOff>(StatusCodes.Status202Accepted);

    private static async Task<IResult> Handle(
        Uscc agency, HttpContext http, WalletTokens tokens, WalletSecrets secrets, CredentialDelivery deliveries, CancellationToken token)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (access, refusal) = await tokens.ReadAsync(http, agency, Endpoint, token, waiting: true);
        if (access is null)
            return refusal!;
        if (await WalletBody.ObjectAsync(http.Request.Body, token) is not { } asked)
            return OAuthError.Of("invalid_credential_request");
        if (asked.ContainsKey(CredentialRequest.Encryption))
            return OAuthError.Of(CredentialRequest.EncryptionUnsupported);
        if (WalletBody.TextOf(asked["transaction_id"]) is not { } transaction
            || await Deferral.ReadAsync(access, transaction, secrets, token) is not { } deferral)
            return OAuthError.Of(Unknown);
        var delivered = await deliveries.TryAsync(access.Grant, deferral.Keys, Deferral.NameAt(access, transaction), token);
        if (delivered.Error is { } error)
        {
            // It will not be otherwise later (section 9.3).
            await secrets.UseAsync(SecretKind.Deferral, Deferral.NameAt(access, transaction));
            return OAuthError.Of(error);
        }
        return delivered.Credentials is { } credentials
            ? TypedResults.Json(new JsonObject { ["credentials"] = credentials })
            : Deferral.Pending(transaction);
    }
}
