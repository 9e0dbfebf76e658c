using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Registry.Api.Identity;

namespace Registry.Api.Commands;

/// <summary>
/// A write and its <c>Idempotency-Key</c> (draft-ietf-httpapi-idempotency-key-header-07): the key names the answer, the
/// digest over method, path, query, If-Match, in whose name or under which inquiry, and body tells whether it is the same request.
/// </summary>
/// <param name="Key">A digest of the key: clients have put all sorts of things into theirs, and it is kept.</param>
internal sealed record IdempotentRequest(string Tenant, string Actor, string Key, byte[] Digest)
{
    public const string HeaderName = "Idempotency-Key";

    /// <summary>No body is larger, so none is buffered on disk: it would be personal data in clear (invariant I6).</summary>
    public const int MaxBytesInMemory = 8 * 1024 * 1024;

    /// <summary>What the middleware found on this request.</summary>
    public static IdempotentRequest Of(HttpContext context) => context.Features.GetRequiredFeature<IdempotentRequest>();

    /// <summary>Between 8 and 64 visible ASCII characters.</summary>
    public static bool IsKey(string key) => key.Length is >= 8 and <= 64 && key.All(c => c is > ' ' and < '\x7f');

    public static string NameOf(string key, byte[] digestKey) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(digestKey, Encoding.UTF8.GetBytes($"registry/idempotency-key/v1\n{key}")));

    public static async Task<byte[]> DigestAsync(HttpRequest request, byte[] key, CancellationToken token)
    {
        request.EnableBuffering(MaxBytesInMemory);
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes(
            $"{request.Method}\n{request.Path}{request.QueryString}\n{request.Headers.IfMatch}\n{request.Headers[Caller.DelegationHeader]}\n{request.Headers[Caller.CovertHeader]}\n"));
        // Only where there is one: digests from before it could be named stay as they are.
        if (request.Headers[Caller.SharingHeader] is { Count: > 0 } sharing)
            hash.AppendData(Encoding.UTF8.GetBytes($"{sharing}\n"));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, token)) > 0)
            hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
