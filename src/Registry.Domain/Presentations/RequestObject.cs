using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Credentials;
using Registry.Domain.Signatures;

namespace Registry.Domain.Presentations;

/// <summary>What a wallet is asked, signed by whoever asks (OpenID4VP 1.0 section 5; RFC 9101).</summary>
/// <param name="ClientId">With its prefix; the holder's proof is for it.</param>
/// <param name="ClientName">Who asks, for the holder to read.</param>
/// <param name="ResponseUri">Where the answer is posted.</param>
/// <param name="EncryptTo">Public JWK that the answer is encrypted to (<c>direct_post.jwt</c>); null for <c>direct_post</c>.</param>
public sealed record RequestObject(
    string ClientId, string ClientName, string ResponseUri, string Nonce, PresentationQuery Query, JsonObject? EncryptTo,
    DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Most characters of a wallet's nonce.</summary>
    public const int MostOfNonce = 512;

    public const string Type = "oauth-authz-req+jwt";
    public const string InClear = "direct_post";
    public const string Encrypted = "direct_post.jwt";
    public const string MediaType = "application/oauth-authz-req+jwt";

    // Section 5.8: whoever the wallet is, it was not known before.
    private const string AnyWallet = "https://self-issued.me/v2";

    /// <summary>What the wallet sent to know that this was made for it, now (section 5.10); null where it sent nothing.</summary>
    public string? WalletNonce { get; init; }

    /// <summary>What it says that it can do.</summary>
    public WalletMetadata Wallet { get; init; } = WalletMetadata.None;

    /// <summary>Signed, and encrypted for a wallet that asks for that (RFC 9101 section 6.1: signed first).</summary>
    /// <param name="ephemeral">Fresh, for this request; null where the wallet does not ask for that.</param>
    public string For(JsonObject header, ISigner signer, ECDiffieHellman? ephemeral)
    {
        var signed = Sign(header, signer);
        return Wallet.EncryptTo is { } key && ephemeral is not null
            ? Jwe.Encrypt(Encoding.ASCII.GetBytes(signed), new JsonObject { ["typ"] = Type, ["cty"] = "JWT" }, Wallet.RequestEncryption, key, ephemeral)
            : signed;
    }

    /// <param name="header"><c>x5c</c>, whose first certificate the client id is the hash of.</param>
    public string Sign(JsonObject header, ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(header);
        var full = (JsonObject)header.DeepClone();
        full["typ"] = Type;
        var algorithms = new JsonArray(Es256.Name);
        var client = new JsonObject
        {
            ["client_name"] = ClientName,
            ["vp_formats_supported"] = new JsonObject
            {
                [SdJwtVc.Type] = new JsonObject { ["sd-jwt_alg_values"] = algorithms, ["kb-jwt_alg_values"] = algorithms.DeepClone() },
            },
        };
        if (EncryptTo is not null)
        {
            client["jwks"] = new JsonObject { ["keys"] = new JsonArray(EncryptTo.DeepClone()) };
            client["encrypted_response_enc_values_supported"] = new JsonArray([.. Wallet.Encryptions.Select(one => (JsonNode)one)]);
        }
        var payload = new JsonObject
        {
            ["response_type"] = "vp_token",
            ["response_mode"] = EncryptTo is null ? InClear : Encrypted,
            ["client_id"] = ClientId,
            ["response_uri"] = ResponseUri,
            ["aud"] = AnyWallet,
            ["nonce"] = Nonce,
            ["iat"] = IssuedAt.ToUnixTimeSeconds(),
            ["exp"] = ExpiresAt.ToUnixTimeSeconds(),
            ["dcql_query"] = Query.ToDcql(),
            ["client_metadata"] = client,
        };
        if (WalletNonce is not null)
            payload["wallet_nonce"] = WalletNonce;
        return Jws.Sign(full, payload, signer);
    }
}
