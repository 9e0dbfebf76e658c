using System.Security.Cryptography;
using Registry.Api.Access;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.LicenceTypes;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;

namespace Registry.Api.Licences;

/// <summary>
/// 制证: mints version 001 of the licence that an approved case leads to, as the version in force of its type says. Case, licence
/// and the place it takes change in one transaction, so a case can lead to one licence only.
/// </summary>
internal static class MintLicence
{
    private const int SerialLength = 20;

    /// <param name="Case">An approved case of the officer's agency; holder and face come from it.</param>
    public sealed record Request(CaseId Case);

    public static void Map(RouteGroupBuilder licences) =>
        licences.MapPost("/", Handle).RequireAuthorization(Policies.IssueLicences).RecordsAccess()
            .WithSummary("Mint a licence from an approved case 制证; If-Match is the case's version")
            .ProducesChange(StatusCodes.Status201Created);

    private static async Task<IResult> Handle(
        Request body, IfMatch version, CommandRunner commands, CaseItems items, LicenceTypeCatalogue types, LicencePlaces places,
        Disclosure disclosure, TimeProvider clock, CancellationToken token)
    {
        await using var session = commands.Open();
        await commands.Caller.StandingAsync();
        var stream = await session.Marten.Events.FetchForWriting<Case, CaseId>(body.Case, token);
        if (stream.Aggregate is not { } @case || await Authority.OverCase(commands.Caller)(@case) is not { } ground)
            return Problems.NotFound();
        if (stream.CurrentVersion != version.Version)
            return await commands.StaleAsync();

        var item = await items.OfAsync(commands.Caller.Tenant, @case);
        if (item.Result is not { } result)
            return await commands.RefuseAsync(CaseDecider.HasNoLicence);
        var today = clock.Today();
        var identifier = LicenceIdentifier.Mint(result.Type, @case.Agency, NewSerial(), version: 1);
        var issue = CaseDecider.IssueLicence(@case, item, identifier, today);
        if (issue.Refusal is { } refusal)
            return await commands.RefuseAsync(session, body.Case, version, refusal);

        // What would be refused anyway discloses nothing.
        var tenant = commands.Caller.Tenant;
        if ((await types.OfAsync(tenant, result.Type))?.InForce is not { } type)
            return await commands.RefuseAsync(LicenceTypeVersion.NotPublished);
        if (type.RefuseIssuer(@case.Agency, await types.RegionOfAsync(tenant, @case.Agency)) is { } notIssuer)
            return await commands.RefuseAsync(notIssuer);
        if (type.RefuseMinter(@case.Officer, commands.Caller.Actor.Id) is { } samePerson)
            return await commands.RefuseAsync(samePerson);

        var receipt = await disclosure.RecordAsync(
            AccessPolicy.ToMint(commands.Caller.Actor, @case, await commands.Caller.StandingAsync()), @case.Application.Subject, DataClass.Case, $"case/{@case.Id}");
        if (receipt is null || await disclosure.OpenAsync(receipt, @case.Application, token) is not { } application)
            return Problems.NotFound();
        var id = LicenceId.Of(identifier);
        var holder = @case.Application.Subject;
        var slot = places.Of(result.Type, type.Definition, holder, application.Form);
        var mint = LicenceDecider.Mint(
            identifier, type, type.TermFrom(today, result.ValidYears), holder, new(application.Applicant, application.Form), slot, @case.Id, today);
        if (mint.Refusal is { } refused)
            return await commands.RefuseAsync(refused);
        if (slot is { } place && await LicencePlaces.TakeAsync(session, place, id, today) is { } occupied)
            return await commands.RefuseAsync(occupied);

        session.Act.Ground = ground;
        var minted = session.Build(mint.Events);
        session.Marten.Events.StartStream<Licence>(id.Value, minted);
        var issued = session.Build(issue.Events);
        stream.AppendMany(issued);
        return await commands.SaveAsync(
            session, StatusCodes.Status201Created, $"/api/v1/licences/{id}",
            Receipts.Of(id, minted.Count, [.. minted, .. issued], identifier.ToString()));
    }

    // 流水号 of GB/T 36904: 20 characters of [0-9A-Z], so that one number says nothing about the next.
    private static string NewSerial() => RandomNumberGenerator.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", SerialLength);
}
