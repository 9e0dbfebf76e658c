using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;

namespace Registry.Api.Tests.Credentials;

/// <summary>Proofs of possession as wallets make them, and as they must not.</summary>
internal static class WalletProof
{
    public static string Of(Es256Signer key, string issuer, string nonce, Action<JsonObject, JsonObject>? spoil = null, Es256Signer? signer = null)
    {
        var header = new JsonObject { ["typ"] = "openid4vci-proof+jwt", ["jwk"] = Jwk.PublicPart(Jwk.Export(key.PublicKeySpki)) };
        var claims = new JsonObject { ["aud"] = issuer, ["iat"] = Wallet.Now.ToUnixTimeSeconds(), ["nonce"] = nonce };
        spoil?.Invoke(header, claims);
        return Jws.Sign(header, claims, signer ?? key);
    }
}
