using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Projections.Personal;

namespace Registry.Projections.Keys;

/// <summary>
/// Private keys as encrypted PKCS#8 (RFC 5958, PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC), one PEM file a key, and
/// symmetric secrets sealed under the same passphrase. Files are readable by their owner only and never overwritten.
/// </summary>
public sealed class FileKeyStore
{
    private const int Iterations = 100_000;

    private readonly string directory;
    private readonly string passphrase;

    public FileKeyStore(string directory, string passphrase)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        this.directory = directory;
        this.passphrase = passphrase;
        if (OperatingSystem.IsWindows())
            System.IO.Directory.CreateDirectory(directory);
        else
            System.IO.Directory.CreateDirectory(
                directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public bool Has(string name) => File.Exists(PemOf(name));

    public void CreateEs256(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        WriteNew(PemOf(name), Encoding.ASCII.GetBytes(key.ExportEncryptedPkcs8PrivateKeyPem(
            passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations))));
    }

    public ISigner OpenEs256(string name)
    {
        using var key = ECDsa.Create();
        key.ImportFromEncryptedPem(File.ReadAllText(PemOf(name)), passphrase);
        return Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
    }

    public void CreateEd25519(string name)
    {
        var random = new SecureRandom();
        var key = new Ed25519PrivateKeyParameters(random);
        var sealedKey = EncryptedPrivateKeyInfoFactory.CreateEncryptedPrivateKeyInfo(
            NistObjectIdentifiers.IdAes256Cbc, PkcsObjectIdentifiers.IdHmacWithSha256, passphrase.ToCharArray(),
            RandomNumberGenerator.GetBytes(16), Iterations, random, key);
        var pem = PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", sealedKey.GetDerEncoded());
        WriteNew(PemOf(name), Encoding.ASCII.GetBytes(pem));
    }

    public NoteSigner OpenNoteSigner(string name, string noteName)
    {
        using var reader = new PemReader(new StringReader(File.ReadAllText(PemOf(name))), new Passphrase(passphrase));
        var key = (Ed25519PrivateKeyParameters)reader.ReadObject();
        return new NoteSigner(noteName, Ed25519Signer.FromSeed(key.GetEncoded()));
    }

    /// <summary>A 32-byte secret, made on first use.</summary>
    public byte[] Secret(string name)
    {
        var path = Path.Combine(directory, $"{name}.secret");
        var binding = Encoding.UTF8.GetBytes($"registry/secret/v1\n{name}");
        if (!File.Exists(path))
        {
            var salt = RandomNumberGenerator.GetBytes(16);
            var fresh = RandomNumberGenerator.GetBytes(32);
            WriteNew(path, [.. salt, .. Aead.Seal(KeyFrom(salt), fresh, binding)]);
        }
        var stored = File.ReadAllBytes(path);
        return Aead.Open(KeyFrom(stored[..16]), stored.AsSpan(16), binding);
    }

    private byte[] KeyFrom(byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, Iterations, HashAlgorithmName.SHA256, 32);

    private string PemOf(string name) => Path.Combine(directory, $"{name}.pem");

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

    private sealed class Passphrase(string text) : IPasswordFinder
    {
        public char[] GetPassword() => text.ToCharArray();
    }
}
