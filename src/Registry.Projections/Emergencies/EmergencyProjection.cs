using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Emergencies;

namespace Registry.Projections.Emergencies;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="Emergency.Evolve"/>.</summary>
public sealed partial class EmergencyProjection : SingleStreamProjection<Emergency, EmergencyId>
{
    public EmergencyProjection() => EventCatalogue.Include<EmergencyEvent>(IncludeType);

    public override Emergency? Evolve(Emergency? snapshot, EmergencyId id, IEvent e) =>
        e.Data is EmergencyEvent fact ? Emergency.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
