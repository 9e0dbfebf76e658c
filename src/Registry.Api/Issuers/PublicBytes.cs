using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Registry.Api.Issuers;

/// <summary>Documents for anybody, on pages of any site too: they say how long they may be kept, and whether they changed.</summary>
internal static class PublicBytes
{
    public static IResult Answer(HttpContext http, byte[] content, string mediaType, TimeSpan maxAge)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.CacheControl = FormattableString.Invariant($"public, max-age={(long)maxAge.TotalSeconds}");
        // Weak: it may leave compressed.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"", isWeak: true);
        return TypedResults.Bytes(content, mediaType, entityTag: tag);
    }
}
