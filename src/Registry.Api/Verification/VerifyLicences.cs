using System.Threading.RateLimiting;
using Registry.Api.Commands;

namespace Registry.Api.Verification;

/// <summary>Several licences at once: the answers that each would have had by itself, in the order they were asked for.</summary>
internal static class VerifyLicences
{
    public const int Most = 100;

    /// <param name="Identifiers">1 to 100; one that cannot be read has an answer that says so, and spoils no other.</param>
    public sealed record Request(IReadOnlyList<string?> Identifiers);

    /// <param name="CheckedAt">Of all of them.</param>
    public sealed record Response(DateTimeOffset CheckedAt, IReadOnlyList<VerificationAnswer> Answers);

    public static void Map(RouteGroupBuilder verify) =>
        verify.MapPost("/", Handle).WithMetadata(new ChangesNothing())
            .WithSummary("Verify up to 100 licences by their identifiers 批量证照核验").Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<IResult> Handle(
        Request body, LicenceVerifier verifier, PartitionedRateLimiter<HttpContext> limiter, TimeProvider clock, HttpContext http,
        CancellationToken token)
    {
        if (body.Identifiers is not { Count: > 0 and <= Most } identifiers)
            return Problems.Invalid("verification-lines", "identifiers", $"{Most}");
        // The request itself has counted as one.
        using var lease = limiter.AttemptAcquire(http, identifiers.Count - 1);
        if (!lease.IsAcquired)
            return VerificationLimits.Refuse(http, lease);
        var now = clock.GetUtcNow();
        return TypedResults.Ok(new Response(now, await verifier.VerifyAsync(identifiers, now, token)));
    }
}
