using System.Security.Cryptography;
using Registry.Domain.Signatures;

namespace Registry.Verifier.Witness;

/// <summary>
/// The witness's private key: unencrypted PKCS#8 in PEM, as <c>openssl genpkey -algorithm ed25519</c> writes it, readable by
/// its owner only. A witness must come up by itself after a power failure, so there is nobody to type a passphrase.
/// </summary>
internal static class WitnessKeyFile
{
    private const string Label = "PRIVATE KEY";
    private const UnixFileMode Mode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & ~(Mode0600 | UnixFileMode.UserExecute)) != 0;

    /// <exception cref="CryptographicException">The file holds no Ed25519 private key.</exception>
    public static Ed25519Signer OpenOrCreate(string path)
    {
        if (!File.Exists(path))
            Create(path);
        var text = File.ReadAllText(path);
        return PemEncoding.TryFind(text, out var found) && text[found.Label] == Label
            ? Ed25519Signer.FromPkcs8(Convert.FromBase64String(text[found.Base64Data]))
            : throw new CryptographicException($"{path}: not an unencrypted private key in PEM form.");
    }

    // Written whole beside its place and then linked there: of two that start at once one key wins, and both use it.
    private static void Create(string path)
    {
        var pem = PemEncoding.WriteString(Label, Ed25519Signer.Pkcs8FromSeed(RandomNumberGenerator.GetBytes(Ed25519Signer.SeedLength)));
        var partial = $"{path}.{RandomNumberGenerator.GetHexString(16)}.new";
        DurableFile.WriteNew(partial, pem + "\n");
        try
        {
            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(partial);
        }
        DurableFile.FlushDirectoryOf(path);
    }
}
