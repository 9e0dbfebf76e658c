using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Domain.Access;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>
/// 转入: the agency that a licence is on its way to mints its own, with a number of its own and the same face and validity; the old one ends in the same
/// transaction. Two officers of two agencies have acted, so that no type asks for more.
/// </summary>
internal static class AcceptTransfer
{
    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/{id}/transfer/acceptance", Handle).RequireAuthorization(Policies.IssueLicences).RecordsAccess()
            .WithSummary("Accept a licence from another agency and mint one's own 转入; If-Match is the old licence's version")
            .ProducesChange(StatusCodes.Status201Created);

    private static async Task<IResult> Handle(
        LicenceId id, IfMatch version, CommandRunner commands, LicenceTypeCatalogue types, LicenceMinter minter, Disclosure disclosure,
        TimeProvider clock, CancellationToken token)
    {
        await using var session = commands.Open();
        var standing = await commands.Caller.StandingAsync();
        var stream = await session.Marten.Events.FetchForWriting<Licence, LicenceId>(id, token);
        if (stream.Aggregate is not { } old || await Authority.OverArrivingLicence(commands.Caller)(old) is not { } ground)
            return Problems.NotFound();
        if (stream.CurrentVersion != version.Version)
            return await commands.StaleAsync();

        // What would be refused anyway discloses nothing.
        var (tenant, today) = (commands.Caller.Tenant, clock.Today());
        var type = (await types.OfAsync(tenant, old.Identifier.Type))?.InForce;
        if (LicenceDecider.RefuseTransferIn(old, type, await types.RegionOfAsync(tenant, old.Receiver!.Value), today) is { } refusal)
            return await commands.RefuseAsync(session, id, version, refusal);

        var receipt = await disclosure.RecordAsync(
            AccessPolicy.ToTransferIn(commands.Caller.Actor, old, standing), old.Holders, DataClass.Licence, $"licence/{id}");
        if (receipt is null)
            return Problems.NotFound();
        var faces = await disclosure.OpenAsync(receipt, old.Faces, token);
        if (faces.Each.Contains(null))
            return await commands.RefuseAsync(LicenceDecider.HolderErased);
        var (minted, refused) = await minter.QueueTransferAsync(session, stream, type!, faces, today);
        if (minted is null)
            return await commands.RefuseAsync(refused!);

        session.Act.Ground = ground;
        return await commands.SaveAsync(session, StatusCodes.Status201Created, $"/api/v1/licences/{minted.Id}", minted.Receipt);
    }
}
