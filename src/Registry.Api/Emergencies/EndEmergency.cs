using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Emergencies;

namespace Registry.Api.Emergencies;

/// <summary>Ends an emergency access before its time, at once, or withdraws what nobody has released yet.</summary>
internal static class EndEmergency
{
    public static void Map(RouteGroupBuilder emergencies) =>
        emergencies.MapPost("/{id}/ending", Handle).RequireAuthorization(Policies.EndEmergencies).CarriesNothingPersonal()
            .WithSummary("End an emergency access before its time 提前终止应急查阅").ProducesChange();

    private static Task<IResult> Handle(EmergencyId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<Emergency, EmergencyId, EmergencyEvent>(
            id, version, Authority.OverEmergencyToEnd(commands.Caller),
            emergency => EmergencyDecider.End(emergency, commands.Caller.Actor.Id, clock.GetUtcNow()));
}
