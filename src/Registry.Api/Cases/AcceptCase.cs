using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Calendar;
using Registry.Domain.Cases;

namespace Registry.Api.Cases;

/// <summary>受理: starts both clocks, the promised and the legal one, and makes the case the officer's who accepts it.</summary>
internal static class AcceptCase
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/acceptance", Handle).RequireAuthorization(Policies.HandleCases).CarriesNothingPersonal()
            .WithSummary("Accept a case 受理").ProducesChange();

    private static Task<IResult> Handle(
        CaseId id, IfMatch version, CommandRunner commands, CaseItems items, TimeProvider clock) =>
        commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverCase(commands.Caller),
            async @case => CaseDecider.Accept(
                @case, await items.OfAsync(commands.Caller.Tenant, @case), WorkingDayCalendar.China,
                commands.Caller.Actor.Id, clock.Today()));
}
