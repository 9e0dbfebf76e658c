using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Cases;
using Registry.Domain.Personal;

namespace Registry.Api.Cases;

/// <summary>
/// 窗口登记同意: the officer who has the case puts on record that a co-applicant consents who does not sign in, and what shows it. The co-applicant
/// reads that in the case, and may decline it until the decision.
/// </summary>
internal static class RecordConsent
{
    /// <param name="Place">Where the case shows them; the applicant has the first.</param>
    /// <param name="Basis">What was seen: the signed paper, the person with their identity card. At most 2,000 characters.</param>
    public sealed record Request(int Place, string Basis);

    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/consent-record", Handle).RequireAuthorization(Policies.HandleCases).CarriesNothingPersonal()
            .WithSummary("Record a co-applicant's consent, as seen on paper or at the window 窗口登记同意").ProducesChange();

    private static async Task<IResult> Handle(
        CaseId id, Request body, IfMatch version, CommandRunner commands, CoApplicantAnswers answers, TimeProvider clock)
    {
        if (string.IsNullOrWhiteSpace(body.Basis) || !FormFields.IsText(body.Basis, Reasons.Longest))
            return Problems.Invalid("field-malformed", "basis");
        return await commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverCase(commands.Caller), async (@case, session) =>
                CoApplicants.At(@case, body.Place) is { } who
                    ? await answers.DecideAsync(@case, who, session, (one, subject) =>
                        CaseDecider.RecordConsent(one, subject, new Remark(body.Basis), clock.Today()))
                    : CaseDecider.CoApplicantUnknown);
    }
}
