using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Registry.Api.Hosting;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;

namespace Registry.Torture.Mutate;

/// <summary>
/// Key files: their names, which are of the public key; their bytes; another key's file in their place; and the copy of the
/// public key inside, by somebody who has the passphrase. A file that opens must be the key that it was.
/// </summary>
internal sealed class KeyFileCampaign(Golden golden, Tally tally)
{
    private readonly string passphrase = KeyPassphrase.Of(golden.Runtime.Settings);
    // Of the authority, the agencies and the log; the development identity provider's is none of history's.
    private readonly string[] files =
    [
        .. new[] { "event-*.pem", "log-*.pem" }.SelectMany(pattern => Directory.GetFiles(golden.Runtime.Settings.KeyDirectory, pattern)).Order(),
    ];

    public void Run(Random random, int count)
    {
        var directory = Directory.CreateTempSubdirectory("registry-keys-");
        foreach (var file in files)
            tally.Control("key file", Open(file).KeyId == PartsOf(Path.GetFileName(file)).Kid ? null : "opened as another key");
        for (var i = 0; i < count; i++)
        {
            var file = files[random.Next(files.Length)];
            var (name, sound) = (Path.GetFileName(file), File.ReadAllBytes(file));
            var (what, renamed, content, mayOpen) = (i % 4) switch
            {
                0 => ("name", Renamed(random, name), sound, false),
                1 => ("another key's", name, File.ReadAllBytes(files[(Array.IndexOf(files, file) + 1 + random.Next(files.Length - 1)) % files.Length]), false),
                2 => ("public key inside", name, WithOtherPublicKey(random, sound), true),
                _ => ("bytes", name, Bytes.Other(random, sound), true),
            };
            tally.Add("key file", $"{what} {i}", FaultOf(directory.FullName, file, renamed, content, mayOpen));
        }
        directory.Delete(recursive: true);
    }

    // White space and the like may change; what the file opens to may not.
    private string? FaultOf(string directory, string original, string name, byte[] content, bool mayOpen)
    {
        var path = Path.Combine(directory, name);
        File.WriteAllBytes(path, content);
        try
        {
            var opened = Open(path);
            return !mayOpen ? "accepted" : opened.PublicKeySpki.AsSpan().SequenceEqual(Open(original).PublicKeySpki) ? null : "opened as another key";
        }
        catch (Exception e) when (e is CryptographicException or KeyStoreException)
        {
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The server would end with a stack trace in place of a line that says what to do.
            return $"{e.GetType().Name}: {e.Message}";
        }
        finally
        {
            File.Delete(path);
        }
    }

    private ISigner Open(string path)
    {
        var (name, kid) = PartsOf(Path.GetFileName(path));
        return new FileKeyStore(Path.GetDirectoryName(path)!, passphrase).Open(name, kid);
    }

    private static (string Name, string Kid) PartsOf(string file) => (file.Split('.')[0], file.Split('.')[1]);

    private static string Renamed(Random random, string file)
    {
        var (name, kid) = PartsOf(file);
        var at = random.Next(kid.Length);
        return $"{name}.{kid[..at]}{(kid[at] == 'A' ? 'B' : 'A')}{kid[(at + 1)..]}.pem";
    }

    // Ed25519 keys have one beside the private key (RFC 8410); the others are given one.
    private byte[] WithOtherPublicKey(Random random, byte[] pem)
    {
        var text = System.Text.Encoding.ASCII.GetString(pem);
        var found = PemEncoding.Find(text);
        var sound = PrivateKeyInfoFactory.CreatePrivateKeyInfo(
            passphrase.ToCharArray(), EncryptedPrivateKeyInfo.GetInstance(Asn1Object.FromByteArray(Convert.FromBase64String(text[found.Base64Data]))));
        var other = sound.PublicKey?.GetBytes() ?? new byte[32];
        other[random.Next(other.Length)] ^= (byte)(1 << random.Next(8));
        var changed = new PrivateKeyInfo(
            sound.PrivateKeyAlgorithm, Asn1Object.FromByteArray(sound.PrivateKey.GetOctets()), sound.Attributes, other);
        var closed = EncryptedPrivateKeyInfoFactory.CreateEncryptedPrivateKeyInfo(
            NistObjectIdentifiers.IdAes256Cbc, PkcsObjectIdentifiers.IdHmacWithSha256, passphrase.ToCharArray(),
            RandomNumberGenerator.GetBytes(16), 1000, new SecureRandom(), changed);
        return System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", closed.GetDerEncoded()));
    }
}
