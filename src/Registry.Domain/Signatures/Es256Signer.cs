using System.Security.Cryptography;

namespace Registry.Domain.Signatures;

/// <summary>Signs with a P-256 private key held in memory. Safe for many threads at once.</summary>
/// <remarks>
/// Keys are made and decrypted outside the domain. The nonce of each signature comes from the cryptographic
/// library, so two signatures over one message differ.
/// </remarks>
public sealed class Es256Signer : ISigner, IDisposable
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly byte[] _pkcs8;
    private readonly byte[] _spki;
    private readonly EcdsaPool _pool;

    private Es256Signer(byte[] pkcs8, byte[] spki)
    {
        (_pkcs8, _spki) = (pkcs8, spki);
        KeyId = Signatures.KeyId.Of(spki);
        _pool = new EcdsaPool(() => Import(_pkcs8));
    }

    /// <inheritdoc/>
    public string Algorithm => Es256.Name;

    /// <inheritdoc/>
    public string KeyId { get; }

    /// <inheritdoc/>
    public byte[] PublicKeySpki => [.. _spki];

    /// <summary>Takes an unencrypted PKCS#8 (RFC 5208) private key and keeps its own copy of it.</summary>
    /// <exception cref="CryptographicException">The bytes are not a private key on P-256.</exception>
    public static Es256Signer FromPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        var copy = pkcs8.ToArray();
        using var key = Import(copy);
        return new Es256Signer(copy, key.ExportSubjectPublicKeyInfo());
    }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        using var loan = _pool.Rent();
        return loan.Key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        _pool.Dispose();
        CryptographicOperations.ZeroMemory(_pkcs8);
    }

    private static ECDsa Import(byte[] pkcs8)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out var read);
            if (read != pkcs8.Length || key.ExportParameters(false).Curve.Oid.Value != P256)
                throw new CryptographicException("ES256 needs a private key on P-256.");
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
