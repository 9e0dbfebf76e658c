using Marten;
using Registry.Domain.Objections;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Access;
using Registry.Projections.Objections;

namespace Registry.Api.Objections;

/// <summary>An objection beside the access that it is to.</summary>
internal sealed record ObjectionMark(Guid Id, ObjectionStatus Status);

/// <summary>Looks up what a person objects to, when their accesses are read: a fold of accesses does not look elsewhere.</summary>
internal sealed class ObjectionMarks(RegistrySessions sessions)
{
    /// <summary>The latest objection to each of these accesses, by access event.</summary>
    public async Task<IReadOnlyDictionary<Guid, ObjectionMark>> OfAsync(
        string tenant, SubjectTag subject, IEnumerable<AccessRecord> accesses, CancellationToken token)
    {
        var events = accesses.Select(access => access.EventId).ToArray();
        await using var session = sessions.Query(tenant);
        var tag = subject.Value;
        var cards = await session.Query<ObjectionCard>().Where(card => card.Subject == tag && card.Access.IsOneOf(events)).ToListAsync(token);
        return cards.GroupBy(card => card.Access).ToDictionary(access => access.Key, LatestOf);
    }

    // At most one is open, and another is raised only when it is closed.
    private static ObjectionMark LatestOf(IEnumerable<ObjectionCard> cards)
    {
        var latest = cards.MaxBy(card => (card.EndedOn is null, card.RaisedOn))!;
        return new(latest.Id, latest.Status);
    }
}
