using System.Text.Json.Nodes;
using Registry.Api.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;

namespace Registry.Api.Wallets;

/// <summary>
/// Credentials for a wallet (OpenID4VCI 1.0 section 8), one for each key that it proves to have: the holder's access to their licence
/// (<see cref="CredentialDelivery"/>). Where they cannot be made now, the wallet is put off (<see cref="Deferral"/>).
/// </summary>
internal static class FetchCredential
{
    private const string Endpoint = "credential";

    public static void Map(RouteGroupBuilder issuer) =>
        issuer.MapPost($"/{Endpoint}", Handle).AllowAnonymous().RecordsAccess()
            .WithSummary("Credentials for a wallet; the reading is recorded 钱包领取凭证").Produces<string>(contentType: "application/json")
            .Produces<Deferral.PutOff>(StatusCodes.Status202Accepted);

    private static async Task<IResult> Handle(
        Uscc agency, HttpContext http, WalletTokens tokens, WalletSecrets secrets, CredentialDelivery deliveries, PublicAddress address,
        TimeProvider clock, CancellationToken token)
    {
        http.Response.Headers.CacheControl = "no-store";
        var (access, refusal) = await tokens.ReadAsync(http, agency, Endpoint, token);
        if (access is not { Grant: var grant })
            return refusal!;
        var (asked, error) = await CredentialRequest.ReadAsync(http.Request.Body, grant, address.Issuer(agency), clock.GetUtcNow(), token);
        if (asked is null)
            return OAuthError.Of(error!);
        foreach (var nonce in asked.Proofs.Select(proof => proof.Nonce).Distinct())
            if (await secrets.UseAsync(SecretKind.Nonce, MakeNonce.NameAt(agency, nonce)) is null)
                return OAuthError.Of("invalid_nonce");

        var keys = asked.Proofs.Select(proof => proof.Key).ToList();
        var delivered = await deliveries.TryAsync(grant, keys, deferral: null, token);
        if (delivered.Error is { } denied)
            return OAuthError.Of(denied);
        if (delivered.Credentials is not { } credentials)
            return await Deferral.BeginAsync(access, keys, secrets) is { } transaction
                ? Deferral.Pending(transaction)
                : WalletTokens.Refuse(http, bound: grant.Key is not null);
        return TypedResults.Json(new JsonObject
        {
            ["credentials"] = credentials,
            ["notification_id"] = await TakeNotification.ExpectAsync(access, delivered.Ids, secrets),
        });
    }
}
