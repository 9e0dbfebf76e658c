using Registry.Api.Access;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Licences;

namespace Registry.Api.Licences;

/// <summary>制证: mints the licence that one approved case leads to, as the version in force of its type says.</summary>
internal static class MintLicence
{
    /// <param name="Case">An approved case of the officer's agency; holders and face come from it.</param>
    public sealed record Request(CaseId Case);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/", Handle).RequireAuthorization(Policies.IssueLicences).RecordsAccess()
            .WithSummary("Mint a licence from an approved case 制证; If-Match is the case's version")
            .ProducesChange(StatusCodes.Status201Created);

    private static async Task<IResult> Handle(
        Request body, IfMatch version, CommandRunner commands, CaseItems items, LicenceTypeCatalogue types, LicenceMinter minter,
        Disclosure disclosure, TimeProvider clock, CancellationToken token)
    {
        await using var session = commands.Open();
        var standing = await commands.Caller.StandingAsync();
        var stream = await session.Marten.Events.FetchForWriting<Case, CaseId>(body.Case, token);
        if (stream.Aggregate is not { } @case || await Authority.OverCase(commands.Caller)(@case) is not { } ground)
            return Problems.NotFound();
        if (stream.CurrentVersion != version.Version)
            return await commands.StaleAsync();

        // What would be refused anyway discloses nothing.
        var (tenant, actor) = (commands.Caller.Tenant, commands.Caller.Actor);
        var item = await items.OfAsync(tenant, @case);
        if (CaseDecider.RefuseLicence(@case, item) is { } refusal)
            return await commands.RefuseAsync(session, body.Case, version, refusal);
        var type = (await types.OfAsync(tenant, item.Result!.Type))?.InForce;
        if (LicenceDecider.RefuseMint(type, @case, await types.RegionOfAsync(tenant, @case.Agency), actor.Id) is { } unfit)
            return await commands.RefuseAsync(unfit);

        var receipt = await disclosure.RecordAsync(
            AccessPolicy.ToMint(actor, @case, standing), @case.Applicants, DataClass.Case, $"case/{@case.Id}");
        if (receipt is null || await disclosure.OpenAsync(receipt, @case) is not { } application)
            return Problems.NotFound();
        var (minted, refused) = await minter.QueueAsync(session, stream, item, type!, application, batch: null, clock.Today());
        if (minted is null)
            return await commands.RefuseAsync(refused!);

        session.Act.Ground = ground;
        return await commands.SaveAsync(session, StatusCodes.Status201Created, $"/api/v1/licences/{minted.Id}", minted.Receipt);
    }
}
