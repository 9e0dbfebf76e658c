using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceTypes;

namespace Registry.Api.LicenceBatches;

/// <summary>An officer proposes that the agency's live licences of a type are minted anew. Nothing is done by it.</summary>
internal static class ProposeReissue
{
    /// <param name="Name">1 to 40 of lower-case letters, digits and hyphens, the first a letter; an agency uses one once.</param>
    /// <param name="Reason">Nothing about a person.</param>
    public sealed record Request(string Name, LicenceTypeCode Type, ReissueScope Scope, LocalText Reason);

    public static void Map(RouteGroupBuilder batches) =>
        batches.MapPost("/reissues", Handle).RequireAuthorization(Policies.IssueLicences).CarriesNothingPersonal()
            .WithSummary("Propose to mint a type's live licences anew 拟定批量换发").Produces<Receipt>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Handle(Request body, CommandRunner commands, TimeProvider clock, CancellationToken token)
    {
        if (!LicenceBatch.IsName(body.Name))
            return Problems.Invalid("field-malformed", "name");
        if (PublicText.Check(body.Reason, "reason") is { } malformed)
            return malformed;
        var actor = commands.Caller.Actor;
        if (actor.Agency is not { } own || AccessPolicy.RefuseDuty(actor, await commands.Caller.StandingAsync()) is not null)
            return Problems.NotFound();

        await using var session = commands.Open();
        var authority = RegionCode.Parse(commands.Caller.Tenant);
        var directory = await session.Marten.Events.FetchLatest<AuthorityDirectory, DirectoryId>(DirectoryId.Of(authority), token);
        if (directory?.Agencies.GetValueOrDefault(own) is not { } agency)
            return Problems.NotFound();
        var type = await session.Marten.Events.FetchLatest<LicenceType, LicenceTypeId>(LicenceTypeId.Of(body.Type), token);
        var (events, refusal) = LicenceBatchDecider.ProposeReissue(type, agency, body.Name, body.Scope, body.Reason, actor.Id, clock.Today());
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);

        var id = LicenceBatchId.Of(own, body.Name);
        session.Collision = LicenceBatchDecider.NameTaken;
        session.Act.Ground = Ground.LicenceAdministration(LicenceBatch.StepStart + id);
        var facts = session.Build(events);
        session.Marten.Events.StartStream<LicenceBatch>(id.Value, facts);
        return await commands.SaveAsync(session, StatusCodes.Status201Created, location: null, Receipts.Of(id, facts.Count, facts));
    }
}
