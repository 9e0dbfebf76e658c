using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Registry.Domain.Log;

namespace Registry.Domain.Access;

/// <summary>
/// Marks an entry of the public log as the n-th access to somebody's data, for whoever has that person's key and for nobody
/// else: the first 16 bytes of HMAC-SHA256 over log and number, in base64url. No two are alike, so that they link nothing.
/// </summary>
public static class AccessTag
{
    private const int Bytes = 16;

    /// <summary>People whom one event may name: their tags fit into an entry of 8 KiB.</summary>
    public const int MostSubjects = 256;

    /// <param name="key">The person's own, 32 bytes.</param>
    /// <param name="origin">Of the log: each counts anew.</param>
    /// <param name="number">From 1.</param>
    public static string Of(ReadOnlySpan<byte> key, string origin, long number)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"registry/access-tag/v1\n{origin}\n{number}")), hash);
        return Base64Url.EncodeToString(hash[..Bytes]);
    }

    /// <summary>Whether it has the form of a tag.</summary>
    internal static bool IsOne(string text) => StrictBase64.TryDecodeUrl(text, out var bytes) && bytes.Length == Bytes;
}
