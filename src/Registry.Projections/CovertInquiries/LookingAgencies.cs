using Marten;
using Registry.Projections.Access;

namespace Registry.Projections.CovertInquiries;

/// <summary>Whose officers looked: under a covert inquiry the event does not say, the inquiry does. Only the inquiries of these accesses are read.</summary>
public sealed class LookingAgencies
{
    private readonly Dictionary<string, string> agencies;

    private LookingAgencies(Dictionary<string, string> agencies) => this.agencies = agencies;

    /// <param name="records">Those that the reader may see, or that <see cref="Seals"/> hides from them afterwards.</param>
    public static async Task<LookingAgencies> OfAsync(IQuerySession session, IEnumerable<AccessRecord> records, CancellationToken token)
    {
        var ids = records.Select(record => CovertSteps.IdOf(record.By.Step)).OfType<Guid>().Distinct().ToArray();
        var cards = ids.Length == 0 ? [] : await session.LoadManyAsync<CovertInquiryCard>(token, ids);
        return new(cards.ToDictionary(card => CovertSteps.Of(card.Id), card => card.Agency));
    }

    public string? Of(AccessRecord record) => record.By.Agency ?? (record.By.Step is { } step ? agencies.GetValueOrDefault(step) : null);
}
