using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Cases;

namespace Registry.Api.Cases;

/// <summary>准予许可.</summary>
internal static class ApproveCase
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/approval", Handle).RequireAuthorization(Policies.HandleCases).CarriesNothingPersonal()
            .WithSummary("Approve a case 准予许可").ProducesChange();

    private static Task<IResult> Handle(CaseId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverCase(commands.Caller),
            @case => CaseDecider.Approve(@case, clock.Today()));
}
