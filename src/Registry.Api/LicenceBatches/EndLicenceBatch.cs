using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.LicenceBatches;

namespace Registry.Api.LicenceBatches;

/// <summary>Drops a batch that nobody has approved, or calls one off: a run that is under way stops before its next transaction.</summary>
internal static class EndLicenceBatch
{
    public static void Map(RouteGroupBuilder batches) =>
        batches.MapPost("/{id}/ending", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Drop a batch, or call it off 终止批次").ProducesChange();

    private static Task<IResult> Handle(LicenceBatchId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<LicenceBatch, LicenceBatchId, LicenceBatchEvent>(
            id, version, Authority.OverLicenceBatch(commands.Caller),
            batch => LicenceBatchDecider.End(batch, commands.Caller.Actor.Id, clock.Today()));
}
