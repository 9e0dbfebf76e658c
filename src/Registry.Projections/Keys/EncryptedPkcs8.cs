using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Math;

namespace Registry.Projections.Keys;

/// <summary>
/// Private keys under a passphrase: EncryptedPrivateKeyInfo (RFC 5958 section 3) with PBES2 (RFC 8018 section 6.2), PBKDF2 with
/// HMAC-SHA-256 over the passphrase in UTF-8 and AES-256-CBC: what OpenSSL writes and reads.
/// </summary>
/// <remarks>
/// The structures are BouncyCastle's, the passphrase is stretched by the platform: a hundred thousand digests take it a
/// tenth of the time.
/// </remarks>
internal static class EncryptedPkcs8
{
    // A count beyond this is a damaged file, and would keep the start busy for hours.
    private const int MaxIterations = 100 * StretchedPassphrase.Iterations;
    private const int KeySize = 32;

    /// <returns>DER.</returns>
    public static byte[] Encrypt(PrivateKeyInfo key, StretchedPassphrase passphrase)
    {
        var iv = RandomNumberGenerator.GetBytes(16);
        using var aes = Cipher(passphrase.KeyFrom(passphrase.Salt));
        var stretching = new Pbkdf2Params(
            passphrase.Salt, StretchedPassphrase.Iterations, KeySize, new AlgorithmIdentifier(PkcsObjectIdentifiers.IdHmacWithSha256, DerNull.Instance));
        var parameters = new PbeS2Parameters(
            new KeyDerivationFunc(PkcsObjectIdentifiers.IdPbkdf2, stretching),
            new EncryptionScheme(NistObjectIdentifiers.IdAes256Cbc, new DerOctetString(iv)));
        return new EncryptedPrivateKeyInfo(
            new AlgorithmIdentifier(PkcsObjectIdentifiers.IdPbeS2, parameters), aes.EncryptCbc(key.GetDerEncoded(), iv)).GetDerEncoded();
    }

    /// <summary>The PrivateKeyInfo, DER.</summary>
    /// <exception cref="CryptographicException">Another passphrase, or a damaged text.</exception>
    /// <exception cref="InvalidDataException">Encrypted otherwise, or with too many iterations.</exception>
    public static byte[] Decrypt(byte[] der, StretchedPassphrase passphrase)
    {
        var closed = EncryptedPrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(der));
        Require(closed.EncryptionAlgorithm.Algorithm, PkcsObjectIdentifiers.IdPbeS2);
        var parameters = PbeS2Parameters.GetInstance(closed.EncryptionAlgorithm.Parameters);
        Require(parameters.KeyDerivationFunc.Algorithm, PkcsObjectIdentifiers.IdPbkdf2);
        Require(parameters.EncryptionScheme.Algorithm, NistObjectIdentifiers.IdAes256Cbc);
        var stretching = Pbkdf2Params.GetInstance(parameters.KeyDerivationFunc.Parameters);
        Require(stretching.Prf.Algorithm, PkcsObjectIdentifiers.IdHmacWithSha256);
        var iterations = stretching.IterationCount;
        if (iterations.SignValue <= 0 || iterations.CompareTo(BigInteger.ValueOf(MaxIterations)) > 0)
            throw new InvalidDataException("Too many iterations.");
        using var aes = Cipher(passphrase.KeyFrom(stretching.GetSalt(), iterations.IntValueExact));
        return aes.DecryptCbc(closed.GetEncryptedData(), Asn1OctetString.GetInstance(parameters.EncryptionScheme.Parameters).GetOctets());
    }

    private static Aes Cipher(byte[] key)
    {
        var aes = Aes.Create();
        aes.Key = key;
        return aes;
    }

    private static void Require(DerObjectIdentifier found, DerObjectIdentifier expected)
    {
        if (!expected.Equals(found))
            throw new InvalidDataException($"Encrypted with {found} instead of {expected}.");
    }
}
