using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Sharing;

namespace Registry.Api.Sharing;

/// <summary>Ends a sharing grant from the next request on, or withdraws what nobody has approved.</summary>
internal static class RevokeSharingGrant
{
    public static void Map(RouteGroupBuilder grants) =>
        grants.MapPost("/{id}/revocation", Handle).RequireAuthorization(Policies.RevokeSharing).CarriesNothingPersonal()
            .WithSummary("Revoke a sharing grant, at once 撤销共享授权").ProducesChange();

    private static Task<IResult> Handle(SharingGrantId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<SharingGrant, SharingGrantId, SharingGrantEvent>(
            id, version, Authority.OverSharingGrant(commands.Caller),
            grant => SharingGrantDecider.Revoke(grant, commands.Caller.Actor.Id, clock.Today()));
}
