using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Log;

namespace Registry.Domain.Credentials;

/// <summary>
/// Decryption of a JWE in compact serialization (RFC 7516 section 7.1): ECDH-ES with P-256 by direct key agreement, and AES-GCM. What
/// wallets encrypt answers with (HAIP section 5), and nothing else.
/// </summary>
public static class Jwe
{
    public const string Algorithm = "ECDH-ES";

    /// <summary>Characters. Larger than any answer.</summary>
    public const int MaxLength = 512 * 1024;

    private const int TagBytes = 16;
    private const int NonceBytes = 12;

    public static readonly IReadOnlyList<string> Encryptions = ["A128GCM", "A256GCM"];

    /// <summary>The payload as a JSON object; null for what is none, is encrypted otherwise or to another key, or was changed.</summary>
    public static JsonObject? Decrypt(string text, ECDiffieHellman recipient)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(recipient);
        if (text.Length > MaxLength || text.Split('.') is not [var protectedHeader, "", var nonceText, var sealedText, var tagText]
            || Jws.ReadObject(protectedHeader) is not { } header || Jws.Text(header, "alg") != Algorithm
            || header.ContainsKey("crit") || header.ContainsKey("zip")
            || Jws.Text(header, "enc") is not { } encryption || !Encryptions.Contains(encryption)
            || header["epk"] is not JsonObject sender
            || !StrictBase64.TryDecodeUrl(nonceText, out var nonce) || nonce.Length != NonceBytes
            || !StrictBase64.TryDecodeUrl(sealedText, out var cipher)
            || !StrictBase64.TryDecodeUrl(tagText, out var tag) || tag.Length != TagBytes
            || Party(header, "apu") is not { } apu || Party(header, "apv") is not { } apv)
            return null;
        try
        {
            if (Jwk.PublicPoint(sender) is not { } point)
                return null;
            using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            var key = DeriveKey(recipient.DeriveRawSecretAgreement(other.PublicKey), encryption, apu, apv, encryption == "A128GCM" ? 16 : 32);
            using var aes = new AesGcm(key, TagBytes);
            var plain = new byte[cipher.Length];
            aes.Decrypt(nonce, cipher, tag, plain, Encoding.ASCII.GetBytes(protectedHeader));
            return Jws.ReadNode(plain) as JsonObject;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Concat KDF with SHA-256, one round (RFC 7518 section 4.6.2): a key of at most 32 bytes.</summary>
    public static byte[] DeriveKey(byte[] agreed, string algorithm, byte[] apu, byte[] apv, int length)
    {
        byte[] bits = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bits, length * 8);
        return SHA256.HashData(
            [0, 0, 0, 1, .. agreed, .. WithLength(Encoding.ASCII.GetBytes(algorithm)), .. WithLength(apu), .. WithLength(apv), .. bits])[..length];
    }

    private static byte[] WithLength(byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. data];
    }

    private static byte[]? Party(JsonObject header, string name) =>
        !header.ContainsKey(name) ? [] : Jws.Text(header, name) is { } text && StrictBase64.TryDecodeUrl(text, out var bytes) ? bytes : null;
}
