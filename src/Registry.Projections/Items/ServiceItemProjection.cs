using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Items;

namespace Registry.Projections.Items;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="ServiceItem.Evolve"/>.</summary>
public sealed partial class ServiceItemProjection : SingleStreamProjection<ServiceItem, ServiceItemId>
{
    public ServiceItemProjection() => EventCatalogue.Include<ServiceItemEvent>(IncludeType);

    public override ServiceItem? Evolve(ServiceItem? snapshot, ServiceItemId id, IEvent e) =>
        e.Data is ServiceItemEvent fact ? ServiceItem.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
