using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Objections;

namespace Registry.Projections.Objections;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="Objection.Evolve"/>.</summary>
public sealed partial class ObjectionProjection : SingleStreamProjection<Objection, ObjectionId>
{
    public ObjectionProjection() => EventCatalogue.Include<ObjectionEvent>(IncludeType);

    public override Objection? Evolve(Objection? snapshot, ObjectionId id, IEvent e) =>
        e.Data is ObjectionEvent fact ? Objection.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
