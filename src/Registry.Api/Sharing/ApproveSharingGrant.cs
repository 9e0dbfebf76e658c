using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Sharing;

namespace Registry.Api.Sharing;

/// <summary>The second person, the supervisor of the agency that issues the licences, lets the other agency see them.</summary>
internal static class ApproveSharingGrant
{
    public static void Map(RouteGroupBuilder grants) =>
        grants.MapPost("/{id}/approval", Handle).RequireAuthorization(Policies.Supervise).CarriesNothingPersonal()
            .WithSummary("Approve a sharing grant that somebody else proposed 批准共享授权").ProducesChange();

    private static Task<IResult> Handle(SharingGrantId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<SharingGrant, SharingGrantId, SharingGrantEvent>(
            id, version, Authority.OverSharingGrant(commands.Caller),
            async (grant, session) => SharingGrantDecider.Approve(
                grant, await session.Marten.Events.FetchLatest<LicenceType, LicenceTypeId>(LicenceTypeId.Of(grant.Type)),
                commands.Caller.Actor.Id, clock.Today()));
}
