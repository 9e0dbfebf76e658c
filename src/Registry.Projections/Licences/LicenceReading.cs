using Marten;
using Registry.Domain.Licences;

namespace Registry.Projections.Licences;

/// <summary>A licence and its line on lists by one reading of its events: of one moment, and one question instead of two.</summary>
public sealed record LicenceReading(Licence Licence, LicenceCard Card)
{
    private static readonly LicenceProjection Licences = new();
    private static readonly LicenceCardProjection Cards = new();

    /// <summary>Null where there is no such licence.</summary>
    public static async Task<LicenceReading?> OfAsync(IQuerySession session, LicenceId id, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(session);
        var events = await session.Events.FetchStreamAsync(id.Value, token: token);
        if (events is not [{ Data: LicenceEvent }, ..])
            return null;
        var licence = events.Aggregate((Licence?)null, (known, fact) => Licences.Evolve(known, id, fact));
        var card = events.Aggregate((LicenceCard?)null, (known, fact) => Cards.Evolve(known, id.Value, fact));
        return licence is null || card is null ? null : new(licence, card with { Version = events[^1].Version });
    }
}
