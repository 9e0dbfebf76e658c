using Org.BouncyCastle.Crypto.Digests;

namespace Registry.Domain.Signatures;

/// <summary>The hash function SM3 (GB/T 32905, ISO/IEC 10118-3), through BouncyCastle.</summary>
public static class Sm3
{
    /// <summary>Octets of a digest.</summary>
    public const int Length = 32;

    public static byte[] Hash(ReadOnlySpan<byte> message)
    {
        var digest = new SM3Digest();
        digest.BlockUpdate(message);
        var hash = new byte[Length];
        digest.DoFinal(hash);
        return hash;
    }
}
