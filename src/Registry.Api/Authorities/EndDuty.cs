using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;

namespace Registry.Api.Authorities;

/// <summary>Ends or suspends a duty. It counts from the next request on, however long the officer's token is still good.</summary>
internal static class EndDuty
{
    public static void Map(RouteGroupBuilder officers) =>
        officers.MapPost("/duties/ending", Handle).RequireAuthorization(Policies.ManageDuties).CarriesNothingPersonal()
            .WithSummary("End an officer's duty, at once").ProducesChange();

    private static async Task<IResult> Handle(string officer, GiveDuty.Request body, IfMatch version, CommandRunner commands) =>
        !OfficerId.IsOfficer(officer) ? Problems.Invalid("officer-malformed", "officer") : await commands.ChangeAsync<Officer, OfficerId, OfficerEvent>(
            OfficerId.Of(RegionCode.Parse(commands.Caller.Tenant), officer), version,
            _ => Task.FromResult<Ground?>(Ground.Administration()),
            state => OfficerDecider.End(state, new(body.Agency, body.Region, body.Duty)));
}
