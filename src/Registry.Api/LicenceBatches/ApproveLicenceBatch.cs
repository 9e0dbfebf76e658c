using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceTypes;

namespace Registry.Api.LicenceBatches;

/// <summary>A second officer of the agency lets a batch be carried out, within 30 days, by the operator's command.</summary>
internal static class ApproveLicenceBatch
{
    public static void Map(RouteGroupBuilder batches) =>
        batches.MapPost("/{id}/approval", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Approve a batch that another officer proposed 批准批次").ProducesChange();

    private static Task<IResult> Handle(
        LicenceBatchId id, IfMatch version, CommandRunner commands, BatchCases cases, TimeProvider clock)
    {
        return commands.ChangeAsync<LicenceBatch, LicenceBatchId, LicenceBatchEvent>(
            id, version, Authority.OverLicenceBatch(commands.Caller), DecideAsync);

        async Task<Decision<LicenceBatchEvent>> DecideAsync(LicenceBatch batch, WriteSession session)
        {
            var type = await session.Marten.Events.FetchLatest<LicenceType, LicenceTypeId>(LicenceTypeId.Of(batch.Type));
            var approval = LicenceBatchDecider.Approve(batch, type, commands.Caller.Actor.Id, clock.Today());
            // Nobody lets licences be minted for cases that they could not mint for by hand.
            return approval.Refusal is null && batch.Cases is { } named && (await cases.OfAsync(named)).Refusal is { } unknown ? unknown : approval;
        }
    }
}
