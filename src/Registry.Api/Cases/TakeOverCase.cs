using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Cases;
using Registry.Domain.Personal;

namespace Registry.Api.Cases;

/// <summary>A caseworker takes a colleague's case over, and says why: from then on it is theirs, and no longer the colleague's.</summary>
internal static class TakeOverCase
{
    public sealed record Request(string Reason);

    public static void Map(RouteGroupBuilder cases) =>
        cases.MapPost("/{id}/takeover", Handle).RequireAuthorization(Policies.HandleCases).CarriesNothingPersonal()
            .WithSummary("Take a colleague's case over 接办").ProducesChange();

    private static async Task<IResult> Handle(
        CaseId id, Request body, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        Reasons.Check(body.Reason) ?? await commands.ChangeAsync<Case, CaseId, CaseEvent>(
            id, version, Authority.OverColleaguesCase(commands.Caller),
            @case => CaseDecider.Assign(@case, commands.Caller.Actor.Id, new Remark(body.Reason), clock.Today()));
}
