using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Cases;

namespace Registry.Api.Cases;

/// <summary>撤回, by the applicant, until the decision.</summary>
internal static class WithdrawCase
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/withdrawal", Handle).RequireAuthorization(Policies.Apply).CarriesNothingPersonal()
            .WithSummary("Withdraw an application 撤回").ProducesChange();

    private static Task<IResult> Handle(CaseId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverOwnCase(commands.Caller),
            @case => CaseDecider.Withdraw(@case, clock.Today()));
}
