using Marten;
using Registry.Api.Access;
using Registry.Api.Cases;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Sharing;
using Registry.Projections.Sharing;

namespace Registry.Api.Sharing;

/// <summary>An officer of the agency that issues licences of a type proposes to let another agency see them. Nothing is shared by it.</summary>
internal static class ProposeSharingGrant
{
    /// <param name="Recipient">The other agency.</param>
    /// <param name="Fields"><c>holder.name</c>, <c>holder.code</c> and names of the type's face fields.</param>
    /// <param name="Purpose">For the holders, who read it beside each look; nothing about a person.</param>
    /// <param name="Until">The last day.</param>
    /// <param name="MostADay">Looks under it on one day, 1 to 10,000; without it as many as there is need of.</param>
    public sealed record Request(
        Uscc Recipient, LicenceTypeCode Type, IReadOnlyList<string> Fields, SharingBasis Basis, LocalText Purpose, DateOnly From, DateOnly Until,
        int? MostADay = null);

    public static void Map(RouteGroupBuilder grants) =>
        grants.MapPost("/", Handle).RequireAuthorization(Policies.ProposeSharing).CarriesNothingPersonal()
            .WithSummary("Propose a sharing grant to another agency 拟定共享授权").Produces<Receipt>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(
        Request body, CommandRunner commands, RegistrySettings settings, TimeProvider clock, CancellationToken token)
    {
        if (body.Fields.Count > FormFields.MostFields + 2 || body.Fields.Any(name => name is null))
            return Problems.Invalid("field-malformed", "fields");
        if (PublicText.Check(body.Purpose, "purpose") is { } malformed)
            return malformed;
        var actor = commands.Caller.Actor;
        if (actor.Agency is not { } own || AccessPolicy.RefuseDuty(actor, await commands.Caller.StandingAsync()) is not null)
            return Problems.NotFound();

        await using var session = commands.Open();
        var authority = RegionCode.Parse(commands.Caller.Tenant);
        var directory = await session.Marten.Events.FetchLatest<AuthorityDirectory, DirectoryId>(DirectoryId.Of(authority), token);
        if (directory?.Agencies.GetValueOrDefault(own) is not { } owner)
            return Problems.NotFound();
        if (directory.Agencies.GetValueOrDefault(body.Recipient) is not { } recipient)
            return Problems.Invalid("field-malformed", "recipient");
        var type = await session.Marten.Events.FetchLatest<LicenceType, LicenceTypeId>(LicenceTypeId.Of(body.Type), token);
        var terms = new SharingTerms(body.Fields, body.Basis, body.Purpose, body.From, body.Until, body.MostADay);
        var (today, agency) = (clock.Today(), own.Value);
        await SharingTurn.TakeAsync(session.Marten, settings.Schema, own, token);
        var waiting = await session.Marten.Query<SharingGrantCard>().CountAsync(
            card => card.Owner == agency && card.ApprovedBy == null && card.RevokedBy == null && card.Until >= today, token);
        var (events, refusal) = SharingGrantDecider.Propose(type, owner, recipient, terms, actor.Id, today, waiting);
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);

        var id = SharingGrantId.Of(Guid.NewGuid());
        session.Act.Ground = Ground.LicenceAdministration(SharedSight.StepStart + id);
        var facts = session.Build(events);
        session.Marten.Events.StartStream<SharingGrant>(id.Value, facts);
        return await commands.SaveAsync(session, StatusCodes.Status201Created, location: null, Receipts.Of(id, facts.Count, facts));
    }
}
