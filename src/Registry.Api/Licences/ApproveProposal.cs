using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>The second officer consents, and what was proposed is done.</summary>
internal static class ApproveProposal
{
    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/proposal/approval", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Approve what another officer proposed 批准").ProducesChange();

    private static Task<IResult> Handle(LicenceId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<Licence, LicenceId, LicenceEvent>(
            id, version, Authority.OverLicence(commands.Caller),
            licence => LicenceProposalDecider.Approve(licence, commands.Caller.Actor.Id, clock.Today()));
}
