using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Cases;

namespace Registry.Api.Cases;

/// <summary>同意共同申请, by one whom the applicant named, or by a delegate in their name.</summary>
internal static class ConsentToCase
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/consent", Handle).RequireAuthorization(Policies.Apply).CarriesNothingPersonal().TakesDelegation()
            .WithSummary("Consent to applying together, as a co-applicant 同意共同申请").ProducesChange();

    private static Task<IResult> Handle(CaseId id, IfMatch version, CoApplicantAnswers answers, TimeProvider clock) =>
        answers.GiveAsync(id, version, (@case, who) => CaseDecider.Consent(@case, who, clock.Today()));
}
