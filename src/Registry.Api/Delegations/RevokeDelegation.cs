using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Delegations;

namespace Registry.Api.Delegations;

/// <summary>撤销, by who gave the delegation or by who has it. It counts from the next request on.</summary>
internal static class RevokeDelegation
{
    public static void Map(RouteGroupBuilder delegations) =>
        delegations.MapPost("/{id}/revocation", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal()
            .WithSummary("Revoke a delegation, at once 撤销委托").ProducesChange();

    private static Task<IResult> Handle(DelegationId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<Delegation, DelegationId, DelegationEvent>(
            id, version, Authority.OverDelegation(commands.Caller),
            delegation => DelegationDecider.Revoke(delegation, clock.Today()));
}
