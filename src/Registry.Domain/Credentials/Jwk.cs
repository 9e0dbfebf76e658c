using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Log;
using Registry.Domain.Signatures;

namespace Registry.Domain.Credentials;

/// <summary>Public keys as JSON Web Keys (RFC 7517): P-256 (RFC 7518 section 6.2.1) and Ed25519 (RFC 8037 section 2).</summary>
public static class Jwk
{
    // RFC 5480 2, as Es256 has it.
    private static readonly byte[] P256Prefix = Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D03010703420004");

    /// <summary>The key; null when it is none of these, is not on its curve, or comes with its private part.</summary>
    public static IVerificationKey? Import(JsonObject jwk)
    {
        ArgumentNullException.ThrowIfNull(jwk);
        if (jwk.ContainsKey("d"))
            return null;
        return (Jws.Text(jwk, "kty"), Jws.Text(jwk, "crv")) switch
        {
            ("EC", "P-256") when Coordinate(jwk, "x") is { } x && Coordinate(jwk, "y") is { } y =>
                Es256.Scheme.ImportPublicKey([.. P256Prefix, .. x, .. y]),
            ("OKP", "Ed25519") when Coordinate(jwk, "x") is { } raw => Ed25519.ImportRawPublicKey(raw),
            _ => null,
        };
    }

    /// <summary>The JWK of a SubjectPublicKeyInfo that one of these schemes wrote, with its <see cref="KeyId"/> as <c>kid</c>.</summary>
    /// <exception cref="ArgumentException">It is of another scheme.</exception>
    public static JsonObject Export(byte[] subjectPublicKeyInfo)
    {
        ArgumentNullException.ThrowIfNull(subjectPublicKeyInfo);
        var jwk = subjectPublicKeyInfo.AsSpan().StartsWith(P256Prefix)
            ? new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["x"] = Base64Url.EncodeToString(subjectPublicKeyInfo.AsSpan(P256Prefix.Length, 32)),
                ["y"] = Base64Url.EncodeToString(subjectPublicKeyInfo.AsSpan(P256Prefix.Length + 32)),
                ["alg"] = Es256.Name,
            }
            : Ed25519.TryRawFromSpki(subjectPublicKeyInfo, out var raw)
                ? new JsonObject { ["kty"] = "OKP", ["crv"] = "Ed25519", ["x"] = Base64Url.EncodeToString(raw), ["alg"] = Ed25519.Name }
                : throw new ArgumentException("Only P-256 and Ed25519 keys have a registered JWK.", nameof(subjectPublicKeyInfo));
        jwk["kid"] = KeyId.Of(subjectPublicKeyInfo);
        jwk["use"] = "sig";
        return jwk;
    }

    /// <summary>The point of a P-256 key; null when it is none, is not on the curve, or comes with its private part.</summary>
    internal static ECPoint? PublicPoint(JsonObject jwk)
    {
        using var key = Import(jwk);
        return key?.Algorithm == Es256.Name ? new ECPoint { X = Coordinate(jwk, "x"), Y = Coordinate(jwk, "y") } : null;
    }

    /// <summary>What makes the key and nothing else, in the order of RFC 7638; null when <see cref="Import"/> takes it for none.</summary>
    public static JsonObject? PublicPart(JsonObject jwk)
    {
        using var key = Import(jwk);
        if (key is null)
            return null;
        var part = new JsonObject { ["crv"] = Jws.Text(jwk, "crv"), ["kty"] = Jws.Text(jwk, "kty"), ["x"] = Jws.Text(jwk, "x") };
        if (key.Algorithm == Es256.Name)
            part["y"] = Jws.Text(jwk, "y");
        return part;
    }

    /// <summary>base64url of SHA-256 over the <see cref="PublicPart"/> (RFC 7638).</summary>
    public static string Thumbprint(JsonObject publicPart) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(publicPart.ToJsonString())));

    // RFC 7518 section 6.2.1.2: all 32 bytes, leading zeros included.
    private static byte[]? Coordinate(JsonObject jwk, string name) =>
        Jws.Text(jwk, name) is { } text && StrictBase64.TryDecodeUrl(text, out var bytes) && bytes.Length == 32 ? bytes : null;
}
