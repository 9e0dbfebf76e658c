using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Projections;

namespace Registry.Api.Audit;

/// <summary>Which lists there are, and whose they are to keep.</summary>
internal static class ListedPersons
{
    public static PersonListId Watched(Caller caller) => PersonListId.Watched(RegionCode.Parse(caller.Tenant));

    public static Ground WatchedGround(Caller caller) =>
        caller.Actor.Role is Role.Auditor ? Ground.Audit("watched-persons") : Ground.Administration();

    /// <summary>
    /// The list of those related to an officer. Null, which looks like absence, for whoever is not a supervisor or data-protection
    /// officer of an agency that the officer has a duty in, and for the officer.
    /// </summary>
    public static async Task<PersonListId?> RelatedToAsync(string officer, Caller caller, RegistrySessions sessions, CancellationToken token)
    {
        if (!OfficerId.IsOfficer(officer))
            throw new BadRequest(StatusCodes.Status400BadRequest, "officer-malformed", "officer");
        if (officer == caller.Actor.Id
            || AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is not null)
            return null;
        var authority = RegionCode.Parse(caller.Tenant);
        await using var session = sessions.Query(caller.Tenant);
        var known = await session.Events.AggregateStreamAsync<Officer>(OfficerId.Of(authority, officer).Value, token: token);
        return known?.Duties.Any(duty => duty.Agency == caller.Actor.Agency) == true ? PersonListId.RelatedTo(authority, officer) : null;
    }

    public static Ground RelatedGround(string officer) => Ground.ComplianceAudit($"related-persons/{officer}");
}
