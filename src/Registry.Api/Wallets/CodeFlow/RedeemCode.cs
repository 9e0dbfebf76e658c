using System.Buffers.Text;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;

namespace Registry.Api.Wallets.CodeFlow;

/// <summary>
/// A code for an access token (RFC 6749 section 4.1.3), bound to a key. The token follows from the code: where a code comes again, somebody
/// has it who should not, and its token is void (section 4.1.2).
/// </summary>
internal sealed class RedeemCode(WalletSecrets secrets, WalletTokens tokens)
{
    public const string GrantType = "authorization_code";

    /// <param name="key">Thumbprint; null where the wallet proved to have none.</param>
    public async Task<IResult> HandleAsync(Uscc agency, IFormCollection form, string? key, CancellationToken token)
    {
        var (code, verifier) = (form["code"].ToString(), form["code_verifier"].ToString());
        var (client, redirect) = (form["client_id"].ToString(), form["redirect_uri"].ToString());
        // RFC 7636 section 4.1.
        if (code.Length == 0 || verifier.Length is < 43 or > 128 || client.Length == 0 || redirect.Length == 0)
            return OAuthError.Of("invalid_request");
        if (key is null)
            return OAuthError.Of(DpopProofs.Invalid);
        var access = Base64Url.EncodeToString(secrets.Derive("access-token", code));
        if (AuthorizationCode.Read(await secrets.ReadAsync(SecretKind.AuthorizationCode, code, token)) is not { Request: var request, Grant: var grant })
            return await RevokeAsync(access);
        // Looked at first: who has the code alone does not use it up.
        if (grant.Issuer != agency || request.ClientId != client || request.RedirectUri != redirect
            || request.Challenge != DpopProof.HashOf(verifier) || (request.Key ?? key) != key)
            return OAuthError.Of("invalid_grant");
        return await secrets.UseAsync(SecretKind.AuthorizationCode, code) is null
            ? await RevokeAsync(access)
            : await tokens.GiveAsync(access, grant with { Key = key });
    }

    private async Task<IResult> RevokeAsync(string access)
    {
        await secrets.RevokeAsync(SecretKind.Token, access, WalletTokens.Life);
        await secrets.UseAsync(SecretKind.WaitingToken, access);
        return OAuthError.Of("invalid_grant");
    }
}
