using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Domain.Verification;
using Registry.Projections.Keys;

namespace Registry.Api.Verification;

/// <summary>
/// A verification that can be shown to others later: the same verdict and checks, signed by the registry. What is no identifier gets
/// none, because it may be anything, somebody's own number among it.
/// </summary>
internal static class GetCheckReceipt
{
    private const string MediaType = "application/jwt";

    public static void Map(RouteGroupBuilder verify) =>
        verify.MapGet("/{identifier}/receipt", HandleAsync)
            .WithSummary("Verify a licence and take the answer signed 证照核验回执").Produces<string>(contentType: MediaType)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> HandleAsync(
        string identifier, LicenceVerifier verifier, AgencySigners signers, PublicAddress address, RegistrySettings settings,
        TimeProvider clock, HttpContext http, CancellationToken token)
    {
        if (!LicenceIdentifier.TryRead(identifier, out var licence, out var fault))
            return Problems.Invalid(fault.Code, "identifier", fault.ToString());
        var now = clock.GetUtcNow();
        var (answers, checkpoint) = await verifier.JudgeAsync([identifier], now, token);
        var signer = await signers.CurrentAsync(settings.Authority, KeyOwner.OfReceipts(RegionCode.Parse(settings.Authority)), token);
        var receipt = new CheckReceipt(
            address.Base, licence, answers[0].Verdict,
            [.. answers[0].Checks.Select(line => CheckReceiptLine.Of(line.Check, line.Outcome, line.Code))], now, checkpoint);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Text(receipt.Sign(signer), MediaType);
    }
}
