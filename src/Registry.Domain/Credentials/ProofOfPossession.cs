using System.Text.Json.Nodes;
using Registry.Domain.Signatures;

namespace Registry.Domain.Credentials;

/// <summary>A wallet's proof that it has the key which a credential is to be bound to (OpenID4VCI 1.0 appendix F.1).</summary>
/// <param name="Key">The public part, and nothing else.</param>
/// <param name="Nonce">Whether it was given by the issuer, and is still good, is not known here.</param>
public sealed record ProofOfPossession(JsonObject Key, string Nonce)
{
    public const string Type = "openid4vci-proof+jwt";

    /// <summary>The only algorithm taken.</summary>
    public const string Algorithm = Es256.Name;

    // Wallets' clocks differ from ours.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Reads and checks one; null for a proof of nothing: of another type, algorithm, audience or time, without nonce, whose key is not in
    /// its header or comes with its private part, or which another key signed.
    /// </summary>
    /// <param name="issuer">The credential issuer's identifier, exactly.</param>
    public static ProofOfPossession? Read(string jwt, string issuer, DateTimeOffset now)
    {
        if (Jws.Parse(jwt) is not { Type: Type, Algorithm: Algorithm } proof
            || proof.Header["jwk"] is not JsonObject jwk || proof.Header.ContainsKey("kid") || proof.Header.ContainsKey("x5c"))
            return null;
        using var key = Jwk.Import(jwk);
        return key is not null && proof.IsSignedBy(key)
            && Jws.Text(proof.Payload, "aud") == issuer
            && Jws.Seconds(proof.Payload, "iat") is { } at
            && at <= (now + Skew).ToUnixTimeSeconds() && at >= (now - Window).ToUnixTimeSeconds()
            && Jws.Text(proof.Payload, "nonce") is { Length: > 0 } nonce
                ? new(Jwk.PublicPart(jwk)!, nonce)
                : null;
    }
}
