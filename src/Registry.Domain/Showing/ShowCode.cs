using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Registry.Domain.Licences;
using Registry.Domain.Log;

namespace Registry.Domain.Showing;

/// <summary>
/// The code behind the QR of a licence that its holder shows (亮证): which licence, and until when, sealed so that nobody but the
/// registry reads or makes one. It names nobody, is kept nowhere, and every server with the secret understands it.
/// </summary>
public static class ShowCode
{
    /// <summary>How long a code holds: a photograph of it is worth nothing afterwards.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    public const int NonceLength = 12;

    private const int TagLength = 16;
    private const int ContentLength = 16 + sizeof(long);

    /// <param name="secret">32 octets (AES-256-GCM).</param>
    /// <param name="nonce">Random, 12 octets, never the same again.</param>
    public static string Make(ReadOnlySpan<byte> secret, LicenceId licence, DateTimeOffset now, ReadOnlySpan<byte> nonce)
    {
        Span<byte> content = stackalloc byte[ContentLength];
        licence.Value.TryWriteBytes(content);
        BinaryPrimitives.WriteInt64BigEndian(content[16..], (now + Lifetime).ToUnixTimeMilliseconds());
        var code = new byte[NonceLength + ContentLength + TagLength];
        nonce.CopyTo(code);
        using var aes = new AesGcm(secret, TagLength);
        aes.Encrypt(nonce, content, code.AsSpan(NonceLength, ContentLength), code.AsSpan(NonceLength + ContentLength));
        return Base64Url.EncodeToString(code);
    }

    /// <summary>The licence and whether the code still holds; null when it is none of ours.</summary>
    public static (LicenceId Licence, bool Holds)? Read(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        if (!StrictBase64.TryDecodeUrl(code, out var bytes) || bytes.Length != NonceLength + ContentLength + TagLength)
            return null;
        Span<byte> content = stackalloc byte[ContentLength];
        try
        {
            using var aes = new AesGcm(secret, TagLength);
            aes.Decrypt(
                bytes.AsSpan(..NonceLength), bytes.AsSpan(NonceLength, ContentLength), bytes.AsSpan(NonceLength + ContentLength), content);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        var until = BinaryPrimitives.ReadInt64BigEndian(content[16..]);
        return (LicenceId.Of(new Guid(content[..16])), now.ToUnixTimeMilliseconds() < until);
    }
}
