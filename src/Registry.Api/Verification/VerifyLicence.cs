namespace Registry.Api.Verification;

/// <summary>
/// Anybody verifies a licence by its identifier, without login. The answer names nobody, so it is no access to personal
/// data. A fault of ours is an error (503 cannot-answer-now) or the verdict cannotCheckNow, never "not found" and never
/// "valid" (invariant I8).
/// </summary>
internal static class VerifyLicence
{
    public static void Map(RouteGroupBuilder verify) =>
        verify.MapGet("/{identifier}", HandleAsync)
            .WithSummary("Verify a licence by its identifier 证照核验").Produces<VerificationAnswer>()
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    public static async Task<VerificationAnswer> HandleAsync(
        string identifier, LicenceVerifier verifier, TimeProvider clock, CancellationToken token) =>
        (await verifier.VerifyAsync([identifier], clock.GetUtcNow(), token))[0];
}
