using System.Security.Cryptography;

namespace Registry.Projections.Personal;

/// <summary>AES-256-GCM as one blob: nonce[12] ‖ ciphertext ‖ tag[16] (NIST SP 800-38D), with a random nonce.</summary>
internal static class Aead
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> associated)
    {
        var blob = new byte[NonceSize + plain.Length + TagSize];
        RandomNumberGenerator.Fill(blob.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(
            blob.AsSpan(0, NonceSize), plain, blob.AsSpan(NonceSize, plain.Length), blob.AsSpan(NonceSize + plain.Length),
            associated);
        return blob;
    }

    /// <summary>Throws <see cref="CryptographicException"/> when key, associated data or a single bit is wrong.</summary>
    public static byte[] Open(byte[] key, ReadOnlySpan<byte> blob, ReadOnlySpan<byte> associated)
    {
        if (blob.Length < NonceSize + TagSize)
            throw new CryptographicException("A sealed value is at least 28 bytes long.");
        var plain = new byte[blob.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(blob[..NonceSize], blob[NonceSize..^TagSize], blob[^TagSize..], plain, associated);
        return plain;
    }
}
