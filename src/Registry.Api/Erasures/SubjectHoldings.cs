using Marten;
using Registry.Domain.Cases;
using Registry.Domain.Erasures;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Cases;
using Registry.Projections.Licences;

namespace Registry.Api.Erasures;

/// <summary>What is held of one person, read from its events. Nothing is opened.</summary>
/// <param name="Seen">Sum of the versions that were read: anything saved about the person meanwhile makes it another.</param>
internal sealed record SubjectHoldings(Holdings Held, long Seen)
{
    public static async Task<SubjectHoldings> ReadAsync(IQuerySession session, SubjectTag subject, CancellationToken token)
    {
        var cases = await session.Query<CaseCard>().Holding(subject).OrderBy(card => card.Id).ToListAsync(token);
        var licences = await session.Query<LicenceCard>().Of(subject).OrderBy(card => card.Id).ToListAsync(token);
        var (heldCases, heldLicences) = (new List<HeldCase>(), new List<HeldLicence>());
        foreach (var card in cases)
            heldCases.Add(HeldCase.Of(CaseId.Of(card.Id), subject, await HistoryAsync<CaseEvent>(session, card.Id, card.Version, token)));
        foreach (var card in licences)
            heldLicences.Add(HeldLicence.Of(LicenceId.Of(card.Id), await HistoryAsync<LicenceEvent>(session, card.Id, card.Version, token)));
        return new(new(heldCases, heldLicences), cases.Sum(card => card.Version) + licences.Sum(card => card.Version));
    }

    private static async Task<IEnumerable<TEvent>> HistoryAsync<TEvent>(
        IQuerySession session, Guid stream, long version, CancellationToken token) =>
        (await session.Events.FetchStreamAsync(stream, version, token: token)).Select(fact => fact.Data).OfType<TEvent>();
}
