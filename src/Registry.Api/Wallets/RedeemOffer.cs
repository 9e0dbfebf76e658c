using Registry.Domain.Identifiers;

namespace Registry.Api.Wallets;

/// <summary>
/// An offer's code and the holder's transaction code for an access token (OpenID4VCI 1.0 section 6). Clients are anonymous; whatever
/// they call themselves, or the resource that they name, changes nothing. A key that they prove to have binds the token.
/// </summary>
internal sealed class RedeemOffer(WalletSecrets secrets, WalletTokens tokens)
{
    public const string GrantType = "urn:ietf:params:oauth:grant-type:pre-authorized_code";

    /// <param name="key">Thumbprint; null where the wallet proved to have none.</param>
    public async Task<IResult> HandleAsync(Uscc agency, IFormCollection form, string? key, CancellationToken token)
    {
        var (code, digits) = (form["pre-authorized_code"].ToString(), form["tx_code"].ToString());
        if (code.Length == 0 || digits.Length == 0)
            return OAuthError.Of("invalid_request");
        // Looked at first: another issuer's code is not used up, nor one that its holder has not taken yet.
        if (WalletGrant.Read(await secrets.ReadAsync(SecretKind.Code, code, token)) is not { } grant || grant.Issuer != agency
            || (grant.Holder ?? await secrets.ReadAsync(SecretKind.Taker, code, token)) is not { } holder
            || await secrets.UseAsync(SecretKind.Code, code, digits) is null)
            return OAuthError.Of("invalid_grant");
        return await tokens.GiveAsync(WalletSecrets.New(), grant with { Holder = holder, Key = key });
    }
}
