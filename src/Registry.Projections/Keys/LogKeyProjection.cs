using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Keys;

namespace Registry.Projections.Keys;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="LogKey.Evolve"/>.</summary>
public sealed partial class LogKeyProjection : SingleStreamProjection<LogKey, LogKeyId>
{
    public LogKeyProjection() => EventCatalogue.Include<LogKeyEvent>(IncludeType);

    public override LogKey? Evolve(LogKey? snapshot, LogKeyId id, IEvent e) =>
        e.Data is LogKeyEvent fact ? LogKey.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
