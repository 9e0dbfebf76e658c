using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>Drops a proposal: one's own, or another officer's.</summary>
internal static class DismissProposal
{
    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/proposal/dismissal", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Drop a proposal 撤回或否决提议").ProducesChange();

    private static Task<IResult> Handle(LicenceId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<Licence, LicenceId, LicenceEvent>(
            id, version, Authority.OverLicence(commands.Caller),
            licence => LicenceProposalDecider.Dismiss(licence, commands.Caller.Actor.Id, clock.Today()));
}
