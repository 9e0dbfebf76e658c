using System.Buffers.Text;
using System.Security.Cryptography;

namespace Registry.Domain.Signatures;

/// <summary>The short name of a public key, derived from the key so that no register has to hand it out.</summary>
public static class KeyId
{
    /// <summary>The number of characters of a key id: 96 bits of the hash.</summary>
    public const int Length = 16;

    /// <summary>The first 16 characters of base64url(SHA-256(SubjectPublicKeyInfo)).</summary>
    /// <remarks>An identifier to find a key by, not a proof of it: verification always uses the whole key.</remarks>
    public static string Of(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(subjectPublicKeyInfo, hash);
        return Base64Url.EncodeToString(hash)[..Length];
    }
}
