using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Domain;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>The second officer consents, and what was proposed is done.</summary>
internal static class ApproveProposal
{
    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/proposal/approval", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Approve what another officer proposed 批准").ProducesChange();

    private static Task<IResult> Handle(
        LicenceId id, IfMatch version, CommandRunner commands, LicenceTypeCatalogue types, TimeProvider clock)
    {
        return commands.ChangeAsync<Licence, LicenceId, LicenceEvent>(id, version, Authority.OverLicence(commands.Caller), DecideAsync);

        async Task<Decision<LicenceEvent>> DecideAsync(Licence licence, WriteSession session)
        {
            var (type, today) = (await types.OfAsync(commands.Caller.Tenant, licence.Identifier.Type), clock.Today());
            var receiver = licence.Proposal?.Receiver is { } code ? await types.AgencyAsync(commands.Caller.Tenant, code) : null;
            var decision = LicenceProposalDecider.Approve(licence, type, commands.Caller.Actor.Id, today, receiver);
            return await LicencePlaces.TakeAsync(session, licence, decision, today);
        }
    }
}
