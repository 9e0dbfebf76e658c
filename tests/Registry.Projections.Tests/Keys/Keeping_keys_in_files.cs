using System.Diagnostics;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using Registry.Domain.Signatures;
using Registry.Projections.Keys;

namespace Registry.Projections.Tests.Keys;

/// <summary>A key file opens to the key that its name tells of, or not at all, whatever became of its bytes.</summary>
public sealed class Keeping_keys_in_files : IDisposable
{
    private const string Name = "event-340100";

    private readonly string directory = System.IO.Directory.CreateTempSubdirectory("registry-keys-").FullName;
    private readonly FileKeyStore store;

    public Keeping_keys_in_files() => store = new FileKeyStore(directory, "a passphrase");

    public void Dispose() => System.IO.Directory.Delete(directory, recursive: true);

    [Theory]
    [InlineData(Es256.Name)]
    [InlineData(Ed25519.Name)]
    [InlineData(Sm2.Name)]
    public void one_that_was_renamed_or_swapped_for_another_is_refused(string algorithm)
    {
        var (one, other) = (store.Create(Name, algorithm), store.Create(Name, algorithm));
        store.Open(Name, one.KeyId).PublicKeySpki.ShouldBe(one.PublicKeySpki);
        File.Copy(PathOf(other.KeyId), PathOf(one.KeyId), overwrite: true);
        Should.Throw<CryptographicException>(() => store.Open(Name, one.KeyId)).Message.ShouldContain($"holds key {other.KeyId}");
    }

    [Fact]
    public void one_whose_bytes_were_changed_is_refused_or_the_same_key()
    {
        var key = store.Create(Name, Es256.Name);
        var sound = File.ReadAllBytes(PathOf(key.KeyId));
        for (var at = 0; at < sound.Length; at += 7)
        {
            byte[] changed = [.. sound];
            changed[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(PathOf(key.KeyId), changed);
            try
            {
                store.Open(Name, key.KeyId).PublicKeySpki.ShouldBe(key.PublicKeySpki, $"byte {at}");
            }
            catch (CryptographicException)
            {
                // Refused.
            }
        }
    }

    [Fact]
    public void one_that_would_take_hours_to_open_is_refused_at_once()
    {
        var key = store.Create(Name, Es256.Name);
        var pem = File.ReadAllText(PathOf(key.KeyId));
        var der = Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        // INTEGER 100000, as three bytes: a fourth makes it two thousand million, and the lengths around it grow by one.
        var at = der.AsSpan().IndexOf((byte[])[0x02, 0x03, 0x01, 0x86, 0xa0]);
        byte[] changed = [.. der[..at], 0x02, 0x04, 0x7f, 0x01, 0x86, 0xa0, .. der[(at + 5)..]];
        foreach (var length in LengthsAround(der, at))
            changed[length]++;
        File.WriteAllText(PathOf(key.KeyId), PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", changed));
        Should.Throw<CryptographicException>(() => store.Open(Name, key.KeyId)).InnerException!.Message.ShouldBe("Too many iterations.");
    }

    [Fact]
    public void one_that_an_earlier_version_wrote_opens()
    {
        var key = store.Create(Name, Es256.Name);
        var pem = File.ReadAllText(PathOf(key.KeyId));
        var plain = PrivateKeyFactory.DecryptKey(
            "a passphrase".ToCharArray(), Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]));
        var earlier = EncryptedPrivateKeyInfoFactory.CreateEncryptedPrivateKeyInfo(
            NistObjectIdentifiers.IdAes256Cbc, PkcsObjectIdentifiers.IdHmacWithSha256, "a passphrase".ToCharArray(),
            RandomNumberGenerator.GetBytes(16), 100_000, new SecureRandom(), plain);
        File.WriteAllText(PathOf(key.KeyId), PemEncoding.WriteString("ENCRYPTED PRIVATE KEY", earlier.GetDerEncoded()));
        store.Open(Name, key.KeyId).PublicKeySpki.ShouldBe(key.PublicKeySpki);
    }

    [Fact]
    public void openssl_opens_it_with_the_passphrase_in_utf_8()
    {
        const string Passphrase = "\u5408\u80a5 passphrase";
        var key = new FileKeyStore(directory, Passphrase).Create(Name, Es256.Name);
        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["pkey", "-in", PathOf(key.KeyId), "-passin", $"pass:{Passphrase}", "-pubout"])
        {
            RedirectStandardOutput = true,
        })!;
        var pem = openssl.StandardOutput.ReadToEnd();
        openssl.WaitForExit();
        Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]).ShouldBe(key.PublicKeySpki.ToArray());
    }

    [Fact]
    public void what_a_process_writes_is_under_one_salt_keys_and_secrets_apart_and_no_two_ciphertexts_begin_alike()
    {
        var (one, other) = (ParametersOf(store.Create(Name, Es256.Name).KeyId), ParametersOf(store.Create(Name, Es256.Name).KeyId));
        store.CreateSecret("vault-index");
        one.Salt.ShouldBe(other.Salt);
        one.Iv.ShouldNotBe(other.Iv);
        File.ReadAllBytes(Path.Combine(directory, "vault-index.secret"))[..16].ShouldNotBe(one.Salt);

        var later = new FileKeyStore(directory, "a passphrase");
        later.OpenSecret("vault-index").ShouldBe(store.OpenSecret("vault-index"));
        later.Held(Name).Select(kid => later.Open(Name, kid).KeyId).ShouldBe(later.Held(Name));
        ParametersOf(later.Create(Name, Es256.Name).KeyId).Salt.ShouldNotBe(one.Salt);
    }

    private (byte[] Salt, byte[] Iv) ParametersOf(string kid)
    {
        var pem = File.ReadAllText(PathOf(kid));
        var der = Asn1Object.FromByteArray(Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]));
        var parameters = PbeS2Parameters.GetInstance(EncryptedPrivateKeyInfo.GetInstance(der).EncryptionAlgorithm.Parameters);
        return (
            Pbkdf2Params.GetInstance(parameters.KeyDerivationFunc.Parameters).GetSalt(),
            Asn1OctetString.GetInstance(parameters.EncryptionScheme.Parameters).GetOctets());
    }

    private string PathOf(string kid) => Path.Combine(directory, $"{Name}.{kid}.pem");

    // Where the lengths of the sequences stand that the number is in; the outermost has two bytes.
    private static IEnumerable<int> LengthsAround(byte[] der, int at)
    {
        for (var i = 0; i < at;)
            if (der[i] == 0x30)
            {
                var content = i + 2 + (der[i + 1] > 0x80 ? der[i + 1] & 0x7f : 0);
                var length = der[i + 1] > 0x80 ? der[(i + 2)..content].Aggregate(0, (so, b) => so * 256 + b) : der[i + 1];
                if (content + length > at)
                    yield return content - 1;
                i = content + length > at ? content : content + length;
            }
            else
                i += 2 + der[i + 1];
    }
}
