using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;

namespace Registry.Api.Licences;

/// <summary>
/// 办理转出: until it is called off or completed, nobody can rely on the licence. An agency of this registry that is to have it completes it
/// (<see cref="AcceptTransfer"/>); to an authority elsewhere, the issuer itself does (<see cref="CompleteTransfer"/>).
/// </summary>
internal static class BeginTransfer
{
    /// <param name="Receiver">The agency of this registry that is to have it; absent for an authority elsewhere.</param>
    public sealed record Request(string Reason, Uscc? Receiver = null);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/transfer", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Begin a transfer to another authority 办理转出").ProducesChange();

    private static async Task<IResult> Handle(
        LicenceId id, Request body, IfMatch version, StateChanges changes, CommandRunner commands, LicenceTypeCatalogue types, TimeProvider clock)
    {
        if (body.Receiver is not { } receiver)
            return await changes.RunAsync(id, LicenceOperation.BeginTransfer, body.Reason, version);
        var (tenant, by) = (commands.Caller.Tenant, commands.Caller.Actor.Id);
        return Reasons.Check(body.Reason) ?? await commands.ChangeAsync<Licence, LicenceId, LicenceEvent>(
            id, version, Authority.OverLicence(commands.Caller), async licence =>
            {
                var (type, today) = (await types.OfAsync(tenant, licence.Identifier.Type), clock.Today());
                var reason = Personal<Remark>.Of(licence.Face.Subject, new(body.Reason));
                var begun = LicenceStateDecider.BeginTransfer(licence, type?.InForce, await types.AgencyAsync(tenant, receiver), reason, today);
                return type?.NeedsTwo(licence, LicenceOperation.BeginTransfer) == true
                    ? LicenceProposalDecider.ProposeTransfer(licence, begun, by, today)
                    : begun;
            });
    }
}
