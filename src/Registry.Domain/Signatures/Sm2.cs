using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Registry.Domain.Signatures;

/// <summary>
/// SM2 with SM3 (GB/T 32918.2, curve and example in GB/T 32918.5) with signatures as 64 bytes r ‖ s, through BouncyCastle.
/// The signer's distinguishing identifier is the standard's default, <c>1234567812345678</c> (GM/T 0009 7).
/// </summary>
/// <remarks>Dozens of times slower than <see cref="Es256"/>: for those who must have it.</remarks>
public sealed class Sm2 : ISignatureScheme
{
    /// <summary>
    /// There is no registered JOSE name; this is the algorithm of object identifier 1.2.156.10197.1.501 (sm2sign-with-sm3).
    /// </summary>
    public const string Name = "SM2SM3";

    /// <summary>r ‖ s, 32 bytes each.</summary>
    public const int SignatureLength = 64;

    /// <summary>The length of a raw public key: 04 ‖ X ‖ Y.</summary>
    public const int PublicKeyLength = 65;

    /// <summary>sm2p256v1. The custom curve is six times faster than the generic one of GMNamedCurves.</summary>
    internal static readonly ECDomainParameters Domain = new(CustomNamedCurves.GetByName("sm2p256v1"));

    // RFC 5480 2 with the curve 1.2.156.10197.1.301. One curve and one point form leave one encoding per key.
    private static readonly byte[] SpkiPrefix = Convert.FromHexString("3059301306072A8648CE3D020106082A811CCF5501822D034200");

    private Sm2() { }

    /// <summary>The only instance.</summary>
    public static Sm2 Scheme { get; } = new();

    /// <inheritdoc/>
    public string Algorithm => Name;

    /// <inheritdoc/>
    public IVerificationKey? ImportPublicKey(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        TryRawFromSpki(subjectPublicKeyInfo, out var raw) ? ImportRawPublicKey(raw) : null;

    /// <summary>Imports 04 ‖ X ‖ Y; null when it is no point of the curve.</summary>
    public static IVerificationKey? ImportRawPublicKey(ReadOnlySpan<byte> raw)
    {
        if (raw.Length != PublicKeyLength || raw[0] != 0x04)
            return null;
        try
        {
            // Proves that the coordinates are in the field and the point on the curve, which has cofactor 1.
            return new Key(new ECPublicKeyParameters(Domain.Curve.DecodePoint(raw.ToArray()), Domain));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Wraps 04 ‖ X ‖ Y as SubjectPublicKeyInfo.</summary>
    public static byte[] SpkiFromRaw(ReadOnlySpan<byte> raw) => raw.Length == PublicKeyLength
        ? [.. SpkiPrefix, .. raw]
        : throw new ArgumentException("An SM2 public key has 65 bytes.", nameof(raw));

    /// <summary>Takes 04 ‖ X ‖ Y out of a SubjectPublicKeyInfo; false when it is not one for SM2.</summary>
    public static bool TryRawFromSpki(ReadOnlySpan<byte> subjectPublicKeyInfo, out byte[] raw)
    {
        var fits = subjectPublicKeyInfo.Length == SpkiPrefix.Length + PublicKeyLength
            && subjectPublicKeyInfo.StartsWith(SpkiPrefix);
        raw = fits ? subjectPublicKeyInfo[SpkiPrefix.Length..].ToArray() : [];
        return fits;
    }

    private sealed class Key(ECPublicKeyParameters point) : IVerificationKey
    {
        public string Algorithm => Name;

        public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            if (signature.Length != SignatureLength)
                return false;
            // Not reused: it holds the running digest.
            var verifier = new SM2Signer(PlainDsaEncoding.Instance);
            verifier.Init(forSigning: false, point);
            verifier.BlockUpdate(message);
            return verifier.VerifySignature(signature.ToArray());
        }

        public void Dispose()
        {
            // Holds a public point only.
        }
    }
}
