using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace Registry.Domain.Signatures;

/// <summary>Signs with an SM2 private key held in memory. Safe for many threads at once.</summary>
/// <remarks>The nonce of each signature comes from the cryptographic library, so two signatures over one message differ.</remarks>
public sealed class Sm2Signer : ISigner
{
    /// <summary>The length of the private number.</summary>
    public const int PrivateLength = 32;

    private readonly ECPrivateKeyParameters _key;
    private readonly byte[] _spki;

    private Sm2Signer(BigInteger d)
    {
        _key = new ECPrivateKeyParameters(d, Sm2.Domain);
        _spki = Sm2.SpkiFromRaw(Sm2.Domain.G.Multiply(d).Normalize().GetEncoded(compressed: false));
        KeyId = Signatures.KeyId.Of(_spki);
    }

    /// <inheritdoc/>
    public string Algorithm => Sm2.Name;

    /// <inheritdoc/>
    public string KeyId { get; }

    /// <inheritdoc/>
    public byte[] PublicKeySpki => [.. _spki];

    /// <summary>Takes the private number d, big-endian.</summary>
    /// <exception cref="CryptographicException">It is not 1 to n − 2, as GB/T 32918.1 6.1 demands.</exception>
    public static Sm2Signer FromPrivate(ReadOnlySpan<byte> number)
    {
        var d = new BigInteger(1, number.ToArray());
        return number.Length == PrivateLength && d.SignValue > 0 && d.CompareTo(Sm2.Domain.N.Subtract(BigInteger.Two)) <= 0
            ? new Sm2Signer(d)
            : throw new CryptographicException("An SM2 private key is a number from 1 to n - 2.");
    }

    /// <summary>Takes an unencrypted PKCS#8 (RFC 5208) private key.</summary>
    /// <exception cref="CryptographicException">The bytes are not a private key on the SM2 curve.</exception>
    public static Sm2Signer FromPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        try
        {
            if (PrivateKeyFactory.CreateKey(pkcs8.ToArray()) is ECPrivateKeyParameters key && key.Parameters.Curve.Equals(Sm2.Domain.Curve))
                return new Sm2Signer(key.D);
        }
        catch (Exception e) when (e is IOException or ArgumentException or SecurityUtilityException)
        {
            throw new CryptographicException("Not a private key in PKCS#8 form.", e);
        }
        throw new CryptographicException("SM2 needs a private key on its curve.");
    }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signer = new SM2Signer(PlainDsaEncoding.Instance);
        signer.Init(forSigning: true, _key);
        signer.BlockUpdate(message);
        return signer.GenerateSignature();
    }
}
