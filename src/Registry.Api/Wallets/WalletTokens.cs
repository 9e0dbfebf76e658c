using System.Text.Json.Nodes;
using Registry.Api.Wallets.CodeFlow;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;

namespace Registry.Api.Wallets;

/// <summary>An access token of ours that a wallet sends, with what it stands for.</summary>
internal sealed record WalletToken(string Text, WalletGrant Grant);

/// <summary>
/// Access tokens of wallets: opaque, good for minutes at one issuer, and bound to the key that the wallet proved to have when it got one
/// (RFC 9449; else RFC 6750).
/// </summary>
internal sealed class WalletTokens(WalletSecrets secrets, DpopProofs proofs, PublicAddress address)
{
    private const string Bearer = "Bearer";
    private const string Dpop = "DPoP";
    private const string Invalid = "invalid_token";

    /// <summary>How long one is good.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Keeps one and answers with it; <c>invalid_grant</c> for one that was revoked before it was kept.</summary>
    public async Task<IResult> GiveAsync(string text, WalletGrant grant)
    {
        if (!await secrets.KeepAsync(SecretKind.Token, text, grant.ToString(), Life))
            return OAuthError.Of("invalid_grant");
        var answer = new JsonObject
        {
            ["access_token"] = text, ["token_type"] = grant.Key is null ? Bearer : Dpop, ["expires_in"] = (int)Life.TotalSeconds,
        };
        if (grant.Named)
            answer["authorization_details"] = new JsonArray(new JsonObject
            {
                ["type"] = AuthorizationRequest.OpenIdCredential,
                ["credential_configuration_id"] = grant.Configuration,
                ["credential_identifiers"] = new JsonArray(grant.Identifier),
            });
        return TypedResults.Json(answer);
    }

    /// <summary>The token that a request to an issuer's endpoint comes with, or why it is not let in.</summary>
    /// <param name="endpoint">Name behind the issuer's.</param>
    /// <param name="waiting">Whether one that a wallet waits with is good there, after its time as well.</param>
    public async Task<(WalletToken? Access, IResult? Refusal)> ReadAsync(
        HttpContext http, Uscc agency, string endpoint, CancellationToken token, bool waiting = false)
    {
        var (scheme, text) = http.Request.Headers.Authorization.ToString().Split(' ', 2) is [var first, var rest] ? (first, rest.Trim()) : ("", "");
        var proves = scheme.Equals(Dpop, StringComparison.OrdinalIgnoreCase);
        var kept = await secrets.ReadAsync(SecretKind.Token, text, token) ?? (waiting ? await secrets.ReadAsync(SecretKind.WaitingToken, text, token) : null);
        if (WalletGrant.Read(kept) is not { } grant || grant.Issuer != agency)
            return (null, Refuse(http, proves, Invalid));
        if (grant.Key is null)
            return scheme.Equals(Bearer, StringComparison.OrdinalIgnoreCase) ? (new(text, grant), null) : (null, Refuse(http, bound: false, Invalid));
        // No bearer's: whoever has it without the key has nothing.
        if (!proves)
            return (null, Refuse(http, bound: true, Invalid));
        var (key, error) = await proofs.ReadAsync(http, $"{address.Issuer(agency)}/{endpoint}", text);
        if (key is null)
            return (null, Refuse(http, bound: true, error ?? DpopProofs.Invalid));
        return key == grant.Key ? (new(text, grant), null) : (null, Refuse(http, bound: true, Invalid));
    }

    /// <summary>For one that was good until just now.</summary>
    public static IResult Refuse(HttpContext http, bool bound) => Refuse(http, bound, Invalid);

    private static IResult Refuse(HttpContext http, bool bound, string error) => bound
        ? OAuthError.Challenge(http.Response, Dpop, error, $", algs=\"{DpopProof.Algorithm}\"")
        : OAuthError.Challenge(http.Response, Bearer, error);
}
