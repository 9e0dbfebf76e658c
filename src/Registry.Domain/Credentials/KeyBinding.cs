using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Signatures;

namespace Registry.Domain.Credentials;

/// <summary>What a verifier demands of the holder's key binding JWT (RFC 9901 section 7.3 step 5).</summary>
/// <param name="Audience">The verifier, exactly; in OpenID4VP the client id with its prefix.</param>
/// <param name="Nonce">Of this transaction.</param>
/// <param name="Window">How old it may be.</param>
public sealed record KeyBindingDemands(string Audience, string Nonce, TimeSpan Window);

/// <summary>The holder's proof, for one verifier and transaction, that they hold the key of <c>cnf</c>.</summary>
public static class KeyBinding
{
    public const string Type = "kb+jwt";

    /// <summary>Adds one to an SD-JWT that ends with a tilde.</summary>
    public static string Add(string sdJwt, KeyBindingDemands demands, DateTimeOffset now, ISigner holder)
    {
        ArgumentNullException.ThrowIfNull(demands);
        var payload = new JsonObject
        {
            ["iat"] = now.ToUnixTimeSeconds(),
            ["aud"] = demands.Audience,
            ["nonce"] = demands.Nonce,
            ["sd_hash"] = HashOf(sdJwt),
        };
        return sdJwt + Jws.Sign(new JsonObject { ["typ"] = Type }, payload, holder);
    }

    internal static SdJwtFault? Check(SdJwt parts, JsonObject claims, KeyBindingDemands demands, DateTimeOffset now, TimeSpan leeway)
    {
        if (parts.KeyBinding is not { } binding)
            return SdJwtFault.KeyBindingMissing;
        using var key = (claims["cnf"] as JsonObject)?["jwk"] is JsonObject jwk ? Jwk.Import(jwk) : null;
        if (key is null)
            return SdJwtFault.KeyBindingKey;
        if (!binding.IsSignedBy(key))
            return SdJwtFault.KeyBindingSignature;
        if (binding.Type != Type)
            return SdJwtFault.KeyBindingType;
        if (Jws.Seconds(binding.Payload, "iat") is not { } at
            || at > (now + leeway).ToUnixTimeSeconds() || at < (now - demands.Window).ToUnixTimeSeconds())
            return SdJwtFault.KeyBindingTime;
        if (Jws.Text(binding.Payload, "aud") != demands.Audience)
            return SdJwtFault.KeyBindingAudience;
        if (Jws.Text(binding.Payload, "nonce") != demands.Nonce)
            return SdJwtFault.KeyBindingNonce;
        return Jws.Text(binding.Payload, "sd_hash") == HashOf(parts.Bound) ? null : SdJwtFault.KeyBindingHash;
    }

    private static string HashOf(string sdJwt) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(sdJwt)));
}
