using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;
using Registry.Domain.LicenceTypes;

namespace Registry.Api.LicenceBatches;

/// <summary>Begins the stream of a batch, for an officer who issues licences.</summary>
internal sealed class BatchProposals(CommandRunner commands, TimeProvider clock)
{
    public delegate Decision<LicenceBatchEvent> Decide(LicenceType? type, Agency agency, string by, DateOnly today);

    /// <param name="decide">Asked only for an officer who holds the duty.</param>
    public async Task<IResult> RunAsync(string name, LicenceTypeCode code, LocalText reason, Func<Task<Decide>> decide)
    {
        if (!LicenceBatch.IsName(name))
            return Problems.Invalid("field-malformed", "name");
        if (PublicText.Check(reason, "reason") is { } malformed)
            return malformed;
        var actor = commands.Caller.Actor;
        if (actor.Agency is not { } own || AccessPolicy.RefuseDuty(actor, await commands.Caller.StandingAsync()) is not null)
            return Problems.NotFound();

        await using var session = commands.Open();
        var authority = RegionCode.Parse(commands.Caller.Tenant);
        var directory = await session.Marten.Events.FetchLatest<AuthorityDirectory, DirectoryId>(DirectoryId.Of(authority));
        if (directory?.Agencies.GetValueOrDefault(own) is not { } agency)
            return Problems.NotFound();
        var type = await session.Marten.Events.FetchLatest<LicenceType, LicenceTypeId>(LicenceTypeId.Of(code));
        var (events, refusal) = (await decide())(type, agency, actor.Id, clock.Today());
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);

        var id = LicenceBatchId.Of(own, name);
        session.Collision = LicenceBatchDecider.NameTaken;
        session.Act.Ground = Ground.LicenceAdministration(LicenceBatch.StepStart + id);
        var facts = session.Build(events);
        session.Marten.Events.StartStream<LicenceBatch>(id.Value, facts);
        return await commands.SaveAsync(session, StatusCodes.Status201Created, location: null, Receipts.Of(id, facts.Count, facts));
    }
}
