using System.Security.Cryptography;
using Rfc8032 = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Registry.Domain.Signatures;

/// <summary>Signs with an Ed25519 private key held in memory. Deterministic; safe for many threads at once.</summary>
public sealed class Ed25519Signer : ISigner, IDisposable
{
    /// <summary>The length of the private key, which RFC 8032 5.1.5 calls the seed.</summary>
    public const int SeedLength = 32;

    // RFC 8410 7: SEQUENCE { 0, SEQUENCE { id-Ed25519 }, OCTET STRING { OCTET STRING { seed } } }.
    private static readonly byte[] Pkcs8Prefix = Convert.FromHexString("302E020100300506032B657004220420");

    private readonly byte[] _seed;
    private readonly byte[] _public = new byte[Ed25519.PublicKeyLength];
    private bool _disposed;

    private Ed25519Signer(byte[] seed)
    {
        _seed = seed;
        Rfc8032.GeneratePublicKey(seed.AsSpan(), _public.AsSpan());
        KeyId = Signatures.KeyId.Of(PublicKeySpki);
    }

    /// <inheritdoc/>
    public string Algorithm => Ed25519.Name;

    /// <inheritdoc/>
    public string KeyId { get; }

    /// <inheritdoc/>
    public byte[] PublicKeySpki => Ed25519.SpkiFromRaw(_public);

    /// <summary>Takes the 32 secret bytes of RFC 8032 5.1.5 and keeps its own copy of them.</summary>
    /// <exception cref="CryptographicException">The seed does not have 32 bytes.</exception>
    public static Ed25519Signer FromSeed(ReadOnlySpan<byte> seed) => seed.Length == SeedLength
        ? new Ed25519Signer(seed.ToArray())
        : throw new CryptographicException("An Ed25519 private key has 32 bytes.");

    /// <summary>Takes an unencrypted PKCS#8 private key without attributes (RFC 8410 7).</summary>
    /// <exception cref="CryptographicException">The bytes are not such a key.</exception>
    public static Ed25519Signer FromPkcs8(ReadOnlySpan<byte> pkcs8) =>
        pkcs8.Length == Pkcs8Prefix.Length + SeedLength && pkcs8.StartsWith(Pkcs8Prefix)
            ? FromSeed(pkcs8[Pkcs8Prefix.Length..])
            : throw new CryptographicException("Not an Ed25519 private key in PKCS#8 form.");

    /// <summary>The unencrypted PKCS#8 form of a seed (RFC 8410 7), as <see cref="FromPkcs8"/> reads it.</summary>
    public static byte[] Pkcs8FromSeed(ReadOnlySpan<byte> seed) => seed.Length == SeedLength
        ? [.. Pkcs8Prefix, .. seed]
        : throw new CryptographicException("An Ed25519 private key has 32 bytes.");

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var signature = new byte[Ed25519.SignatureLength];
        // Spans, not arrays: an array in second place would be taken for the context of Ed25519ctx.
        // The public key was derived from this seed; a foreign one here would leak the private key.
        Rfc8032.Sign(_seed.AsSpan(), (ReadOnlySpan<byte>)_public, message, signature.AsSpan());
        return signature;
    }

    /// <summary>Forgets the key. Not while another thread signs.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_seed);
    }
}
