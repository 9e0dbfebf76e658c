using Marten;
using Registry.Domain.Access;
using Registry.Domain.Personal;
using Registry.Projections.Access;

namespace Registry.Projections.CovertInquiries;

/// <summary>
/// The covert inquiries about one person that seal accesses on one day. Looked up for each answer; nothing has to happen for a seal to come
/// off. Those that are over are not read: they grow with the years and seal nothing, while of the others an agency has a hundred at most.
/// </summary>
public sealed class Seals
{
    private readonly Dictionary<string, CovertInquiryCard> cards;

    private Seals(IEnumerable<CovertInquiryCard> cards, DateOnly today)
    {
        Today = today;
        this.cards = cards.Where(card => card.Seals(today)).ToDictionary(card => CovertSteps.Of(card.Id));
        Sealed = this.cards.Keys.ToHashSet();
    }

    public DateOnly Today { get; }

    /// <summary>The steps whose accesses the person must not see yet.</summary>
    public IReadOnlySet<string> Sealed { get; }

    public static async Task<Seals> OfAsync(IQuerySession session, SubjectTag subject, DateOnly today, CancellationToken token)
    {
        var tag = subject.Value;
        return new(await session.Query<CovertInquiryCard>()
            .Where(card => card.Subject == tag && card.EndedBy == null && card.ReleaseOn > today).ToListAsync(token), today);
    }

    /// <summary>Whether the person must not know of this inquiry yet.</summary>
    public bool Covers(Guid inquiry) => Sealed.Contains(CovertSteps.Of(inquiry));

    /// <summary>The inquiry that seals an access; null for one that may be shown.</summary>
    public CovertInquiryCard? Over(AccessRecord record) => record.By.Step is { } step ? cards.GetValueOrDefault(step) : null;

    /// <summary>The inquiry of a step of <see cref="Sealed"/>.</summary>
    internal CovertInquiryCard Of(string step) => cards[step];
}

/// <summary>How an access names the covert inquiry it was made under.</summary>
internal static class CovertSteps
{
    public static string Of(Guid inquiry) => $"{Ground.CovertStep}{inquiry:D}";

    public static Guid? IdOf(string? step) =>
        step?.StartsWith(Ground.CovertStep, StringComparison.Ordinal) == true && Guid.TryParseExact(step[Ground.CovertStep.Length..], "D", out var id)
            ? id
            : null;
}
