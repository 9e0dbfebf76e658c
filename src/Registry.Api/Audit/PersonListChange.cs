using Registry.Api.Commands;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Audit;

namespace Registry.Api.Audit;

/// <summary>Puts somebody on a list or takes them off it. A list begins with the first person: If-Match is "0" then.</summary>
internal static class PersonListChange
{
    public static async Task<IResult> RunAsync(
        CommandRunner commands, PersonListId id, IfMatch version, Ground ground, Func<PersonList?, Decision<PersonListEvent>> decide)
    {
        await using var session = commands.Open();
        var stream = await session.Marten.Events.FetchForWriting<PersonList, PersonListId>(id);
        if ((stream.CurrentVersion ?? 0) != version.Version)
            return await commands.StaleAsync();
        var (events, refusal) = decide(stream.Aggregate);
        if (refusal is not null)
            return await commands.RefuseAsync(refusal);
        session.Act.Ground = ground;
        var facts = session.Build(events);
        if (stream.Aggregate is null)
            session.Marten.Events.StartStream<PersonList>(id.Value, facts);
        else
            stream.AppendMany(facts);
        return await commands.SaveAsync(
            session, StatusCodes.Status200OK, location: null, Receipts.Of(id, version.Version + facts.Count, facts));
    }
}
