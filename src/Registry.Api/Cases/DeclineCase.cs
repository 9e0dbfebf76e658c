using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Cases;

namespace Registry.Api.Cases;

/// <summary>
/// 不同意共同申请, likewise, also by one who consented, until the decision. From then on the case is not theirs: they neither find nor read it, and
/// it keeps nothing of theirs from being erased.
/// </summary>
internal static class DeclineCase
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/consent-refusal", Handle).RequireAuthorization(Policies.Apply).CarriesNothingPersonal().TakesDelegation()
            .WithSummary("Decline to apply together, as a co-applicant 不同意共同申请").ProducesChange();

    private static Task<IResult> Handle(CaseId id, IfMatch version, CoApplicantAnswers answers, TimeProvider clock) =>
        answers.GiveAsync(id, version, (@case, who) => CaseDecider.Decline(@case, who, clock.Today()));
}
