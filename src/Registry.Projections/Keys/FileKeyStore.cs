using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1.GM;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Registry.Domain.Signatures;
using Registry.Projections.Personal;
using ISigner = Registry.Domain.Signatures.ISigner;

namespace Registry.Projections.Keys;

/// <summary>
/// Private keys as encrypted PKCS#8 (RFC 5958, PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC), one PEM file
/// <c>name.kid.pem</c> a key, and symmetric secrets sealed under the same passphrase. Files are readable by their owner only
/// and never overwritten.
/// </summary>
public sealed class FileKeyStore : IKeyStore
{
    private readonly string directory;

    // Apart, so that no key encrypts in two ways.
    private readonly StretchedPassphrase forKeys;
    private readonly StretchedPassphrase forSecrets;

    public FileKeyStore(string directory, string passphrase)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        this.directory = directory;
        (forKeys, forSecrets) = (new(passphrase), new(passphrase));
        if (OperatingSystem.IsWindows())
            System.IO.Directory.CreateDirectory(directory);
        else
            System.IO.Directory.CreateDirectory(
                directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public IReadOnlyList<string> Held(string name) =>
    [
        .. System.IO.Directory.EnumerateFiles(directory, $"{name}.*.pem")
            .Select(path => Path.GetFileName(path)[(name.Length + 1)..^".pem".Length])
            .Where(kid => kid.Length == KeyId.Length)
    ];

    public ISigner Create(string name, string algorithm)
    {
        var key = Generate(algorithm);
        var signer = SignerOf(key);
        var sealedKey = EncryptedPkcs8.Encrypt(PrivateKeyInfoFactory.CreatePrivateKeyInfo(key), forKeys);
        var pem = PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", sealedKey);
        WriteNew(PemOf(name, signer.KeyId), Encoding.ASCII.GetBytes(pem));
        return signer;
    }

    public ISigner Open(string name, string kid)
    {
        var path = PemOf(name, kid);
        if (!File.Exists(path))
            throw new KeyStoreException(KeyStoreException.KeyMissing, path);
        var signer = Read(path);
        return signer.KeyId == kid ? signer : throw new CryptographicException($"{path} holds key {signer.KeyId}.");
    }

    /// <summary>A key that somebody else made, in a file of the same form and under the same passphrase.</summary>
    /// <exception cref="CryptographicException">It cannot be opened.</exception>
    public ISigner OpenFile(string path) => Read(path);

    private ISigner Read(string path)
    {
        try
        {
            return SignerOf(Decrypt(File.ReadAllText(path)));
        }
        catch (Exception e) when (IsMalformed(e))
        {
            throw new CryptographicException($"{path} cannot be opened.", e);
        }
    }

    private AsymmetricKeyParameter Decrypt(string pem)
    {
        var found = PemEncoding.Find(pem);
        return PrivateKeyFactory.CreateKey(EncryptedPkcs8.Decrypt(Convert.FromBase64String(pem[found.Base64Data]), forKeys));
    }

    // What the libraries throw at a file that is none.
    private static bool IsMalformed(Exception e) => e is IOException or InvalidDataException or InvalidCastException or InvalidOperationException
        or ArgumentException or ArithmeticException or FormatException or CryptographicException or GeneralSecurityException or SecurityUtilityException
        or CryptoException;

    /// <summary>A 32-byte secret, made on first use.</summary>
    public byte[] Secret(string name)
    {
        if (!File.Exists(SecretOf(name)))
            CreateSecret(name);
        return OpenSecret(name);
    }

    /// <summary>Names of the secrets that are <paramref name="name"/> or begin with it and a dot.</summary>
    public IReadOnlyList<string> Secrets(string name) =>
    [
        .. System.IO.Directory.EnumerateFiles(directory, $"{name}*.secret").Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(found => found == name || found.StartsWith($"{name}.", StringComparison.Ordinal))
    ];

    /// <summary>Makes a 32-byte secret that must not exist yet.</summary>
    public void CreateSecret(string name)
    {
        var fresh = RandomNumberGenerator.GetBytes(32);
        var (salt, key) = (forSecrets.Salt, forSecrets.KeyFrom(forSecrets.Salt));
        WriteNew(SecretOf(name), [.. salt, .. Aead.Seal(key, fresh, BindingOf(name))]);
    }

    /// <summary>A secret that was made.</summary>
    public byte[] OpenSecret(string name)
    {
        if (!File.Exists(SecretOf(name)))
            throw new KeyStoreException(KeyStoreException.KeyMissing, SecretOf(name));
        var stored = File.ReadAllBytes(SecretOf(name));
        return Aead.Open(forSecrets.KeyFrom(stored[..16]), stored.AsSpan(16), BindingOf(name));
    }

    private string SecretOf(string name) => Path.Combine(directory, $"{name}.secret");

    private static byte[] BindingOf(string name) => Encoding.UTF8.GetBytes($"registry/secret/v1\n{name}");

    private string PemOf(string name, string kid) => Path.Combine(directory, $"{name}.{kid}.pem");

    private static AsymmetricKeyParameter Generate(string algorithm)
    {
        var random = new SecureRandom();
        IAsymmetricCipherKeyPairGenerator generator = algorithm is Ed25519.Name ? new Ed25519KeyPairGenerator() : new ECKeyPairGenerator();
        generator.Init(algorithm switch
        {
            Ed25519.Name => new Ed25519KeyGenerationParameters(random),
            Es256.Name => new ECKeyGenerationParameters(SecObjectIdentifiers.SecP256r1, random),
            Sm2.Name => new ECKeyGenerationParameters(GMObjectIdentifiers.sm2p256v1, random),
            _ => throw new KeyStoreException(KeyStoreException.AlgorithmUnsupported, algorithm),
        });
        return generator.GenerateKeyPair().Private;
    }

    private static ISigner SignerOf(AsymmetricKeyParameter key)
    {
        var pkcs8 = PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetDerEncoded();
        return key switch
        {
            Ed25519PrivateKeyParameters ed25519 => Ed25519Signer.FromSeed(ed25519.GetEncoded()),
            ECPrivateKeyParameters ec when GMObjectIdentifiers.sm2p256v1.Equals(ec.PublicKeyParamSet) => Sm2Signer.FromPkcs8(pkcs8),
            _ => Es256Signer.FromPkcs8(pkcs8),
        };
    }

    // Written whole beside its place and then linked there, so that a crash leaves no half key and nothing is replaced.
    private static void WriteNew(string path, byte[] content)
    {
#pragma warning disable RS0030 // name of a passing file
        var partial = $"{path}.{Guid.NewGuid():N}.new";
#pragma warning restore RS0030
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(partial, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(partial, path, overwrite: false);
    }
}
