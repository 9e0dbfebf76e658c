using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Cases;

namespace Registry.Api.Cases;

/// <summary>办结: the kind follows from the state.</summary>
internal static class CloseCase
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/closing", Handle).RequireAuthorization(Policies.HandleCases).CarriesNothingPersonal()
            .WithSummary("Close a case 办结").ProducesChange();

    private static Task<IResult> Handle(
        CaseId id, IfMatch version, CommandRunner commands, CaseItems items, TimeProvider clock) =>
        commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverCase(commands.Caller),
            async @case => CaseDecider.Close(
                @case, await items.OfAsync(commands.Caller.Tenant, @case), clock.Today()));
}
