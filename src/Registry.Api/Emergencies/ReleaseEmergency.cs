using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Emergencies;

namespace Registry.Api.Emergencies;

/// <summary>The second person, the agency's supervisor or data-protection officer, lets the first see the case for some minutes.</summary>
internal static class ReleaseEmergency
{
    public static void Map(RouteGroupBuilder emergencies) =>
        emergencies.MapPost("/{id}/release", Handle).RequireAuthorization(Policies.ReleaseEmergencies).CarriesNothingPersonal()
            .WithSummary("Release an emergency access, for 15 minutes 批准应急查阅").ProducesChange();

    private static async Task<IResult> Handle(
        EmergencyId id, IfMatch version, CommandRunner commands, TimeProvider clock, ILoggerFactory logs)
    {
        LogMessages.ReleaseAsked(
            logs.CreateLogger("Registry.Emergencies"), commands.Caller.Tenant, commands.Caller.Actor.Agency?.Value, id.Value);
        return await commands.ChangeAsync<Emergency, EmergencyId, EmergencyEvent>(
            id, version, Authority.OverEmergency(commands.Caller),
            emergency => EmergencyDecider.Release(emergency, commands.Caller.Actor.Id, clock.GetUtcNow()));
    }
}
