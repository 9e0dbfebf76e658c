using Rfc8032 = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Registry.Domain.Signatures;

/// <summary>Pure Ed25519 (RFC 8032 5.1), through BouncyCastle.</summary>
/// <remarks>
/// Stricter than RFC 8032 asks: a public key that is not canonically encoded or not in the prime-order subgroup
/// is no key at all, so that no small-order key can make one signature fit many messages. As the RFC demands
/// (5.1.7), s must be below the group order and R canonical: signatures are not malleable.
/// </remarks>
public sealed class Ed25519 : ISignatureScheme
{
    /// <summary>The JOSE name (RFC 9864).</summary>
    public const string Name = "Ed25519";

    /// <summary>The length of a raw public key (RFC 8032 5.1.5).</summary>
    public const int PublicKeyLength = 32;

    /// <summary>R ‖ s.</summary>
    public const int SignatureLength = 64;

    // RFC 8410 4: SEQUENCE { SEQUENCE { id-Ed25519 }, BIT STRING { raw key } }.
    private static readonly byte[] SpkiPrefix = Convert.FromHexString("302A300506032B6570032100");

    private Ed25519() { }

    /// <summary>The only instance.</summary>
    public static Ed25519 Scheme { get; } = new();

    /// <inheritdoc/>
    public string Algorithm => Name;

    /// <inheritdoc/>
    public IVerificationKey? ImportPublicKey(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        TryRawFromSpki(subjectPublicKeyInfo, out var raw) ? ImportRawPublicKey(raw) : null;

    /// <summary>Imports the 32 bytes of RFC 8032 5.1.5; null when they are not a valid key.</summary>
    public static IVerificationKey? ImportRawPublicKey(ReadOnlySpan<byte> raw)
    {
        if (raw.Length != PublicKeyLength)
            return null;
        var point = Rfc8032.ValidatePublicKeyFullExport(raw);
        return point is null ? null : new Key(point);
    }

    /// <summary>Wraps a raw public key as SubjectPublicKeyInfo (RFC 8410 4).</summary>
    public static byte[] SpkiFromRaw(ReadOnlySpan<byte> raw)
    {
        if (raw.Length != PublicKeyLength)
            throw new ArgumentException("An Ed25519 public key has 32 bytes.", nameof(raw));
        return [.. SpkiPrefix, .. raw];
    }

    /// <summary>Takes the raw public key out of a SubjectPublicKeyInfo; false when it is not one for Ed25519.</summary>
    public static bool TryRawFromSpki(ReadOnlySpan<byte> subjectPublicKeyInfo, out byte[] raw)
    {
        var fits = subjectPublicKeyInfo.Length == SpkiPrefix.Length + PublicKeyLength
            && subjectPublicKeyInfo.StartsWith(SpkiPrefix);
        raw = fits ? subjectPublicKeyInfo[SpkiPrefix.Length..].ToArray() : [];
        return fits;
    }

    private sealed class Key(Rfc8032.PublicPoint point) : IVerificationKey
    {
        public string Algorithm => Name;

        public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
            signature.Length == SignatureLength && Rfc8032.Verify(signature, point, message);

        public void Dispose()
        {
            // Holds a public point only.
        }
    }
}
