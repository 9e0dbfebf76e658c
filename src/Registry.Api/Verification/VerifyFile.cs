using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Registry.Api.Commands;

namespace Registry.Api.Verification;

/// <summary>
/// Anybody verifies a licence by its file, without login: a credential (SD-JWT VC), a sealed OFD, a PDF. What is told beyond the file is
/// what its identifier tells anybody, and that only where the file is whole and its issuer's. Nothing of the file is kept.
/// </summary>
internal static class VerifyFile
{
    /// <summary>Octets. A certificate has a tenth of it.</summary>
    public const int Longest = 2 << 20;

    /// <summary>As many verifications by identifier does one file count: it is unpacked and hashed.</summary>
    private const int Weight = 5;

    public static void Map(RouteGroupBuilder verify) =>
        verify.MapPost("/file", HandleAsync).WithMetadata(new ChangesNothing(), new RequestSizeLimitAttribute(Longest))
            .Accepts<Stream>("application/octet-stream", "application/ofd", "application/pdf", "application/dc+sd-jwt")
            .WithSummary("Verify a licence by its file: SD-JWT, OFD or PDF 按文件核验证照").Produces<VerificationAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> HandleAsync(
        PresentedFiles files, LicenceVerifier verifier, PartitionedRateLimiter<HttpContext> limiter, TimeProvider clock, HttpContext http,
        CancellationToken token)
    {
        using var lease = Weigh(limiter, http);
        if (!lease.IsAcquired)
            return VerificationLimits.Refuse(http, lease);
        if (await ReadAsync(http.Request.Body, token) is not { } file)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "body-too-large");
        if (file.Length == 0)
            return Problems.Invalid("body-missing", "body");
        var now = clock.GetUtcNow();
        return TypedResults.Ok(await verifier.VerifyAsync(await files.CheckAsync(file, now, token), now, token));
    }

    /// <summary>Takes what a file counts beside the request itself, which has counted as one.</summary>
    public static RateLimitLease Weigh(PartitionedRateLimiter<HttpContext> limiter, HttpContext http) => limiter.AttemptAcquire(http, Weight - 1);

    /// <summary>Null for one that is too long, whatever its head says of its length.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, CancellationToken token)
    {
        var file = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await body.ReadAsync(buffer, token)) > 0;)
        {
            if (file.Length + read > Longest)
                return null;
            file.Write(buffer, 0, read);
        }
        return file.GetBuffer().AsMemory(0, (int)file.Length);
    }
}
