using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Registry.Api.Hosting;

namespace Registry.Api.Pages;

/// <summary>
/// Text that a browser keeps for us: under AES-256-GCM with a key of the purpose's own, which follows from the registry's secret. Any node opens what
/// another sealed, and nothing of it is kept here.
/// </summary>
/// <param name="context">Associated data: what is sealed for one purpose is nothing for another.</param>
internal sealed class SealedText(RegistryRuntime runtime, string purpose, string context)
{
    /// <summary>Browsers keep no longer cookies (RFC 6265 section 6.1).</summary>
    public const int Longest = 3900;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] key = KeyOf(runtime, purpose);
    private readonly byte[] context = Encoding.UTF8.GetBytes(context);

    /// <summary>A key of pages for one purpose.</summary>
    public static byte[] KeyOf(RegistryRuntime runtime, string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, runtime.Secrets.Secret("page-sessions"), 32, info: Encoding.UTF8.GetBytes($"registry/page/v1\n{purpose}"));

    public string Seal(string text)
    {
        var clear = Encoding.UTF8.GetBytes(text);
        var octets = new byte[NonceSize + clear.Length + TagSize];
        RandomNumberGenerator.Fill(octets.AsSpan(0, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(
            octets.AsSpan(0, NonceSize), clear, octets.AsSpan(NonceSize, clear.Length), octets.AsSpan(NonceSize + clear.Length), context);
        return Base64Url.EncodeToString(octets);
    }

    /// <summary>Null for anything but what <see cref="Seal"/> wrote.</summary>
    public string? Open(string? text)
    {
        if (text is not { Length: <= Longest } || !Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text) is not { Length: > NonceSize + TagSize } octets)
            return null;
        var clear = new byte[octets.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(octets.AsSpan(0, NonceSize), octets.AsSpan(NonceSize, clear.Length), octets.AsSpan(octets.Length - TagSize), clear, context);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        return Encoding.UTF8.GetString(clear);
    }
}
