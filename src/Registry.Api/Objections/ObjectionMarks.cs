using Marten;
using Registry.Domain.Objections;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Access;
using Registry.Projections.Objections;

namespace Registry.Api.Objections;

/// <summary>An objection beside the access that it is to.</summary>
/// <param name="EndedOn">The day of its answer or withdrawal.</param>
/// <param name="Finding">What the examination came to, once it is answered.</param>
/// <param name="Measure">What is done about it.</param>
internal sealed record ObjectionMark(
    Guid Id, ObjectionStatus Status, DateOnly? EndedOn = null, ObjectionFinding? Finding = null, ObjectionMeasure? Measure = null)
{
    public static ObjectionMark Of(ObjectionCard card) => new(card.Id, card.Status, card.EndedOn, card.Finding, card.Measure);
}

/// <summary>Which office answered; never who.</summary>
/// <param name="Agency">Of the data-protection officer; null where the authority itself answered.</param>
internal sealed record AnsweringOffice(string Role, string? Agency);

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

    /// <summary>Which office gave the answer, as its event says.</summary>
    public static async Task<AnsweringOffice> OfficeAsync(IQuerySession session, ObjectionMark answered, CancellationToken token)
    {
        var answer = (await session.Events.FetchStreamAsync(answered.Id, token: token)).Last(one => one.Data is ObjectionEvent.Answered);
        return new(answer.GetHeader("role")!.ToString()!, answer.GetHeader("agency")?.ToString());
    }

    // At most one is open, and another is raised only when it is closed.
    private static ObjectionMark LatestOf(IEnumerable<ObjectionCard> cards)
    {
        var latest = cards.MaxBy(card => (card.EndedOn is null, card.RaisedOn))!;
        return ObjectionMark.Of(latest);
    }
}
