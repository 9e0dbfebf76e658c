using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Api.Verification;
using Registry.Api.Wallets;
using Registry.Domain.Access;
using Registry.Domain.Credentials.Checking;

namespace Registry.Api.Presentations;

/// <summary>
/// What a holder showed, for the officer who asked. Claims are read against a recorded access, which the holder sees; the licence is
/// verified anew from the events each time.
/// </summary>
internal static class GetPresentation
{
    public enum PresentationState
    {
        /// <summary>Nobody has answered yet.</summary>
        Waiting,
        Declined,
        Shown,
    }

    /// <param name="Verdict">good only if every check is and the licence is valid now; bad, unknown; absent while nothing is shown.</param>
    /// <param name="Checks">Of the credential, when it was shown.</param>
    /// <param name="Licence">As it is now; absent, as the claims are, unless the credential is ours and the holder's.</param>
    /// <param name="Claims">What was asked for.</param>
    /// <param name="AccessEvent">The event that recorded this reading.</param>
    public sealed record Response(
        PresentationState State, DateTimeOffset? At, CheckState? Verdict, IReadOnlyList<ShownCheck> Checks, VerificationAnswer? Licence,
        IReadOnlyDictionary<string, string>? Claims, Guid? AccessEvent, bool? Erased);

    public static void Map(RouteGroupBuilder presentations) =>
        presentations.MapGet("/{handle}", Handle).RequireAuthorization(Policies.AskForPresentations).RecordsAccess()
            .WithSummary("What a holder showed; the reading is recorded 查看出示结果").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        string handle, Caller caller, WalletSecrets secrets, Disclosure disclosure, LicenceVerifier verifier, TimeProvider clock,
        HttpResponse response, CancellationToken token)
    {
        response.Headers.CacheControl = "no-store";
        var shown = ShownPresentation.Read(await secrets.ReadAsync(SecretKind.PresentationAnswer, handle, token));
        var asked = shown?.Asked ?? AskedPresentation.Read(await secrets.ReadAsync(SecretKind.PresentationRequest, handle, token));
        var standing = await caller.StandingAsync();
        if (asked is null)
            return await disclosure.NothingThereAsync(DataClass.Licence, "presentation");
        var ruling = AccessPolicy.OnPresentation(caller.Actor, standing, asked.Officer, asked.Agency, shown?.Licence, shown?.Fields ?? []);
        if (ruling.Refusal is null && shown?.Claims is null)
            return TypedResults.Ok(new Response(
                shown is null ? PresentationState.Waiting : shown.Declined ? PresentationState.Declined : PresentationState.Shown, shown?.At,
                shown is null or { Declined: true } ? null : Worst(shown.Checks) is CheckState.Good ? CheckState.Unknown : Worst(shown.Checks),
                shown?.Checks ?? [], null, null, null, null));

        var resource = shown?.Licence is { } licence ? $"licence/{licence}" : "presentation";
        if (await disclosure.RecordAsync(ruling, shown?.Claims is { } claimed ? [claimed.Subject] : [], DataClass.Licence, resource) is not { } receipt)
            return Problems.NotFound();
        var claims = await disclosure.OpenAsync(receipt, shown!.Claims!, token);
        var live = (await verifier.VerifyAsync([shown.Identifier], clock.GetUtcNow(), token))[0];
        return TypedResults.Ok(new Response(
            PresentationState.Shown, shown.At, Overall(shown.Checks, live), shown.Checks, live, claims?.Values, receipt.EventId,
            claims is null ? true : null));
    }

    /// <summary>What speaks against it stands, whatever cannot be said besides; good takes all.</summary>
    private static CheckState Overall(IReadOnlyList<ShownCheck> checks, VerificationAnswer live)
    {
        var licence = live.Verdict switch { "valid" => CheckState.Good, "cannotCheckNow" => CheckState.Unknown, _ => CheckState.Bad };
        return Worst([.. checks, new("licence", licence, live.Verdict, null)]);
    }

    private static CheckState Worst(IReadOnlyList<ShownCheck> checks) =>
        checks.Any(one => one.Outcome is CheckState.Bad) ? CheckState.Bad
        // That a holder kept the log's receipt takes nothing away: the licence's own place in the log is checked.
        : checks.Any(one => one.Outcome is CheckState.Unknown && one.Check != "log") ? CheckState.Unknown
        : CheckState.Good;
}
