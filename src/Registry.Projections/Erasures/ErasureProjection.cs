using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Erasures;

namespace Registry.Projections.Erasures;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="Erasure.Evolve"/>.</summary>
public sealed partial class ErasureProjection : SingleStreamProjection<Erasure, ErasureId>
{
    public ErasureProjection() => EventCatalogue.Include<ErasureEvent>(IncludeType);

    public override Erasure? Evolve(Erasure? snapshot, ErasureId id, IEvent e) =>
        e.Data is ErasureEvent fact ? Erasure.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
