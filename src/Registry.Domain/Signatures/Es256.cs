using System.Security.Cryptography;

namespace Registry.Domain.Signatures;

/// <summary>
/// ECDSA on P-256 with SHA-256 and signatures as 64 bytes r ‖ s (RFC 7518 3.4), through the BCL.
/// </summary>
/// <remarks>
/// ECDSA signatures are malleable: (r, n − s) verifies too. Nothing may be identified by its signature bytes;
/// the log is safe because the leaf hash covers the signature as it stood.
/// </remarks>
public sealed class Es256 : ISignatureScheme
{
    /// <summary>The JOSE name.</summary>
    public const string Name = "ES256";

    /// <summary>r ‖ s, 32 bytes each.</summary>
    public const int SignatureLength = 64;

    // RFC 5480 2: SEQUENCE { SEQUENCE { id-ecPublicKey, secp256r1 }, BIT STRING { 04 ‖ X ‖ Y } }. One curve and
    // one point form leave one encoding per key, so that a key has one id, and no other curve can slip in.
    private static readonly byte[] SpkiPrefix = Convert.FromHexString("3059301306072A8648CE3D020106082A8648CE3D03010703420004");

    private Es256() { }

    /// <summary>The only instance.</summary>
    public static Es256 Scheme { get; } = new();

    /// <inheritdoc/>
    public string Algorithm => Name;

    /// <inheritdoc/>
    public IVerificationKey? ImportPublicKey(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        if (subjectPublicKeyInfo.Length != SpkiPrefix.Length + 64 || !subjectPublicKeyInfo.StartsWith(SpkiPrefix))
            return null;
        var spki = subjectPublicKeyInfo.ToArray();
        var key = new Key(spki);
        try
        {
            // The first import proves that the point lies on the curve, and stays in the pool.
            key.Warm();
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    private static ECDsa Import(byte[] spki)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(spki, out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private sealed class Key(byte[] spki) : IVerificationKey
    {
        private readonly EcdsaPool _pool = new(() => Import(spki));

        public string Algorithm => Name;

        public void Warm() => _pool.Rent().Dispose();

        public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            if (signature.Length != SignatureLength)
                return false;
            using var loan = _pool.Rent();
            return loan.Key.VerifyData(
                message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        public void Dispose() => _pool.Dispose();
    }
}
