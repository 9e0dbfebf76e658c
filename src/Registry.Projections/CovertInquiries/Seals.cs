using Marten;
using Registry.Domain.Access;
using Registry.Domain.Personal;
using Registry.Projections.Access;

namespace Registry.Projections.CovertInquiries;

/// <summary>
/// The covert inquiries about one person on one day: which accesses are sealed for them, and which agency stood behind those that no longer
/// are. Looked up for each answer; nothing has to happen for a seal to come off.
/// </summary>
public sealed class Seals
{
    private readonly Dictionary<string, CovertInquiryCard> cards;

    private Seals(IEnumerable<CovertInquiryCard> cards, DateOnly today)
    {
        this.cards = cards.ToDictionary(card => $"{Ground.CovertStep}{card.Id:D}");
        Sealed = this.cards.Where(one => one.Value.Seals(today)).Select(one => one.Key).ToHashSet();
    }

    /// <summary>The steps whose accesses the person must not see yet.</summary>
    public IReadOnlySet<string> Sealed { get; }

    /// <summary>The streams of those inquiries that the person may know of.</summary>
    public IEnumerable<Guid> Open => cards.Where(one => !Sealed.Contains(one.Key)).Select(one => one.Value.Id);

    public static async Task<Seals> OfAsync(IQuerySession session, SubjectTag subject, DateOnly today, CancellationToken token)
    {
        var tag = subject.Value;
        return new(await session.Query<CovertInquiryCard>().Where(card => card.Subject == tag).ToListAsync(token), today);
    }

    /// <summary>For who must see all of it: an auditor.</summary>
    public static async Task<Seals> NoneAsync(IQuerySession session, IEnumerable<AccessRecord> records, CancellationToken token)
    {
        var ids = records.Select(record => CovertIdOf(record.By.Step)).OfType<Guid>().Distinct().ToArray();
        return new(ids.Length == 0 ? [] : await session.LoadManyAsync<CovertInquiryCard>(token, ids), DateOnly.MaxValue);
    }

    /// <summary>The inquiry that seals an access; null for one that may be shown.</summary>
    public CovertInquiryCard? Over(AccessRecord record) => record.By.Step is { } step && Sealed.Contains(step) ? cards[step] : null;

    /// <summary>The inquiry of a step of <see cref="Sealed"/>.</summary>
    internal CovertInquiryCard Of(string step) => cards[step];

    /// <summary>Whose officer looked: under a covert inquiry, the event itself does not say.</summary>
    public string? AgencyOf(AccessRecord record) =>
        record.By.Agency ?? (record.By.Step is { } step && cards.TryGetValue(step, out var card) ? card.Agency : null);

    /// <summary>The steps under which officers of an agency looked, as far as the person may know.</summary>
    internal string[] OpenStepsOf(string agency) =>
        [.. cards.Where(one => !Sealed.Contains(one.Key) && one.Value.Agency == agency).Select(one => one.Key)];

    private static Guid? CovertIdOf(string? step) =>
        step?.StartsWith(Ground.CovertStep, StringComparison.Ordinal) == true && Guid.TryParseExact(step[Ground.CovertStep.Length..], "D", out var id)
            ? id
            : null;
}
