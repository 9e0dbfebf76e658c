using Marten;
using Registry.Domain.Cases;

namespace Registry.Projections.Cases;

/// <summary>A case and its line on lists by one reading of its events: of one moment, and one question instead of two.</summary>
public sealed record CaseReading(Case Case, CaseCard Card)
{
    private static readonly CaseProjection Cases = new();
    private static readonly CaseCardProjection Cards = new();

    /// <summary>Null where there is no such case.</summary>
    public static async Task<CaseReading?> OfAsync(IQuerySession session, CaseId id, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(session);
        var events = await session.Events.FetchStreamAsync(id.Value, token: token);
        if (events is not [{ Data: CaseEvent }, ..])
            return null;
        var @case = events.Aggregate((Case?)null, (known, fact) => Cases.Evolve(known, id, fact));
        var card = events.Aggregate((CaseCard?)null, (known, fact) => Cards.Evolve(known, id.Value, fact));
        return @case is null || card is null ? null : new(@case, card with { Version = events[^1].Version });
    }
}
