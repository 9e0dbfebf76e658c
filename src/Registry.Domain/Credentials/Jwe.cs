using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Log;

namespace Registry.Domain.Credentials;

/// <summary>
/// JWE in compact serialization (RFC 7516 section 7.1): ECDH-ES with P-256 by direct key agreement, and AES-GCM. What wallets encrypt
/// answers with (HAIP section 5), what requests are encrypted to wallets with, and nothing else.
/// </summary>
public static class Jwe
{
    public const string Algorithm = "ECDH-ES";

    /// <summary>Characters. Larger than any answer.</summary>
    public const int MaxLength = 512 * 1024;

    private const int TagBytes = 16;
    private const int NonceBytes = 12;

    public static readonly IReadOnlyList<string> Encryptions = ["A128GCM", "A256GCM"];

    /// <summary>Encrypts to a P-256 key.</summary>
    /// <param name="header">What the protected header says besides, as <c>typ</c>.</param>
    /// <param name="encryption">One of <see cref="Encryptions"/>.</param>
    /// <param name="recipient">Public JWK; its <c>kid</c> is named where it has one.</param>
    /// <param name="ephemeral">Fresh, for this alone.</param>
    /// <exception cref="ArgumentException">The recipient's is no such key.</exception>
    public static string Encrypt(ReadOnlySpan<byte> plain, JsonObject header, string encryption, JsonObject recipient, ECDiffieHellman ephemeral)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(recipient);
        ArgumentNullException.ThrowIfNull(ephemeral);
        var to = Jwk.PublicPoint(recipient) ?? throw new ArgumentException("It is no public key of P-256.", nameof(recipient));
        var sender = ephemeral.ExportParameters(includePrivateParameters: false).Q;
        var full = (JsonObject)header.DeepClone();
        (full["alg"], full["enc"]) = (Algorithm, encryption);
        full["epk"] = new JsonObject
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(sender.X), ["y"] = Base64Url.EncodeToString(sender.Y),
        };
        if (Jws.Text(recipient, "kid") is { } kid)
            full["kid"] = kid;
        var protectedHeader = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(full.ToJsonString()));
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = to });
        using var aes = new AesGcm(DeriveKey(ephemeral.DeriveRawSecretAgreement(other.PublicKey), encryption, [], [], KeyBytes(encryption)), TagBytes);
        // The key is agreed for this alone, so that any nonce is good once.
        var (nonce, cipher, tag) = (new byte[NonceBytes], new byte[plain.Length], new byte[TagBytes]);
        aes.Encrypt(nonce, plain, cipher, tag, Encoding.ASCII.GetBytes(protectedHeader));
        return string.Join('.', protectedHeader, "", Base64Url.EncodeToString(nonce), Base64Url.EncodeToString(cipher), Base64Url.EncodeToString(tag));
    }

    /// <summary>The payload as a JSON object; null for what is none, is encrypted otherwise or to another key, or was changed.</summary>
    public static JsonObject? Decrypt(string text, ECDiffieHellman recipient) => Open(text, recipient) is { } plain ? Jws.ReadNode(plain) as JsonObject : null;

    /// <summary>The payload; null for what is no such JWE, is encrypted otherwise or to another key, or was changed.</summary>
    public static byte[]? Open(string text, ECDiffieHellman recipient)
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
            var key = DeriveKey(recipient.DeriveRawSecretAgreement(other.PublicKey), encryption, apu, apv, KeyBytes(encryption));
            using var aes = new AesGcm(key, TagBytes);
            var plain = new byte[cipher.Length];
            aes.Decrypt(nonce, cipher, tag, plain, Encoding.ASCII.GetBytes(protectedHeader));
            return plain;
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

    private static int KeyBytes(string encryption) => encryption == "A128GCM" ? 16 : 32;

    private static byte[] WithLength(byte[] data)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. data];
    }

    private static byte[]? Party(JsonObject header, string name) =>
        !header.ContainsKey(name) ? [] : Jws.Text(header, name) is { } text && StrictBase64.TryDecodeUrl(text, out var bytes) ? bytes : null;
}
