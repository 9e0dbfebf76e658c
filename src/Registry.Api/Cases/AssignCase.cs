using Registry.Api.Access;
using Registry.Api.Authorities;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Cases;
using Registry.Domain.Directory;
using Registry.Domain.Personal;

namespace Registry.Api.Cases;

/// <summary>分办、改派: the agency's supervisor gives a case to an officer who handles cases there now.</summary>
internal static class AssignCase
{
    /// <param name="Officer">The identity provider's subject.</param>
    public sealed record Request(string Officer, string Reason);

    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/assignment", Handle).RequireAuthorization(Policies.Supervise).CarriesNothingPersonal()
            .WithSummary("Assign a case to an officer 分办").ProducesChange();

    private static async Task<IResult> Handle(
        CaseId id, Request body, IfMatch version, CommandRunner commands, Standings standings, TimeProvider clock)
    {
        if (!OfficerId.IsOfficer(body.Officer))
            return Problems.Invalid("officer-malformed", "officer");
        return Reasons.Check(body.Reason) ?? await commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverSupervisedCase(commands.Caller),
            async @case => (await standings.OfAsync(commands.Caller.Tenant, body.Officer))
                .Holds(DutyKind.CaseHandling, @case.Agency, @case.Region)
                ? CaseDecider.Assign(@case, body.Officer, new Remark(body.Reason), clock.Today())
                : CaseDecider.AssigneeWithoutDuty);
    }
}
