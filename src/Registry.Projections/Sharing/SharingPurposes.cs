using Marten;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Projections.Access;

namespace Registry.Projections.Sharing;

/// <summary>What the grants are for that some accesses were made under, in the words of those who gave them.</summary>
public sealed class SharingPurposes
{
    private readonly Dictionary<string, LocalText> words;

    private SharingPurposes(Dictionary<string, LocalText> words) => this.words = words;

    public static async Task<SharingPurposes> OfAsync(IQuerySession session, IEnumerable<AccessRecord> records, CancellationToken token)
    {
        var ids = records.Select(record => GrantOf(record.By.Step)).OfType<Guid>().Distinct().ToArray();
        var cards = ids.Length == 0 ? [] : await session.LoadManyAsync<SharingGrantCard>(token, ids);
        return new(cards.ToDictionary(card => $"{SharedSight.StepStart}{card.Id:D}", card => card.Purpose));
    }

    /// <summary>Null for an access under no grant, or under one that was never there.</summary>
    public LocalText? Of(AccessRecord record) => record.By.Step is { } step ? words.GetValueOrDefault(step) : null;

    private static Guid? GrantOf(string? step) =>
        step?.StartsWith(SharedSight.StepStart, StringComparison.Ordinal) == true
        && Guid.TryParseExact(step[SharedSight.StepStart.Length..], "D", out var id)
            ? id
            : null;
}
