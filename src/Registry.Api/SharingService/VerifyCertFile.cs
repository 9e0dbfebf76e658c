using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Verification;

namespace Registry.Api.SharingService;

/// <summary>
/// Verifies a file as <see cref="VerifyFile"/> does for anybody, with the standard's code for the verdict. That a licence is not valid is an
/// answer and no refusal. No grant is asked for: nothing personal is told.
/// </summary>
internal static class VerifyCertFile
{
    /// <summary>Octets: of a file in base64, and the rest.</summary>
    public const int LongestRequest = (VerifyFile.Longest / 3 * 4) + (16 << 10);

    public sealed record Request(Head Head, Presented Data);

    /// <param name="FileContent">Base64: an OFD, a PDF or a credential of at most 2 MiB.</param>
    public sealed record Presented(byte[] FileContent);

    /// <param name="Head">Its code is of the verdict.</param>
    public sealed record Answer(AnswerHead Head, VerificationAnswer Data);

    public static void Map(RouteGroupBuilder service) =>
        service.MapPost("/verifyFile", Handle).CarriesNothingPersonal().WithMetadata(new LimitedPerClient(), new RequestSizeLimitAttribute(LongestRequest))
            .WithSummary("Verify a licence by its file 证照文件验证").Produces<Answer>().ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> Handle(
        Request body, PresentedFiles files, LicenceVerifier verifier, PartitionedRateLimiter<HttpContext> limiter, TimeProvider clock,
        HttpContext http, CancellationToken token)
    {
        using var lease = VerifyFile.Weigh(limiter, http);
        if (!lease.IsAcquired)
            return VerificationLimits.Refuse(http, lease);
        if (body.Data.FileContent.Length == 0)
            return Problems.Invalid("field-missing", "data.fileContent");
        if (body.Data.FileContent.Length > VerifyFile.Longest)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "body-too-large");
        var now = clock.GetUtcNow();
        var told = await verifier.VerifyAsync(await files.CheckAsync(body.Data.FileContent, now, token), now, token);
        return TypedResults.Ok(new Answer(AnswerHead.Of(ReturnCodes.OfVerdict(told.Verdict)), told));
    }
}
