using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Notices;

namespace Registry.Projections.Notices;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="Subscription.Evolve"/>.</summary>
public sealed partial class SubscriptionProjection : SingleStreamProjection<Subscription, SubscriptionId>
{
    public SubscriptionProjection() => EventCatalogue.Include<SubscriptionEvent>(IncludeType);

    public override Subscription? Evolve(Subscription? snapshot, SubscriptionId id, IEvent e) =>
        e.Data is SubscriptionEvent fact ? Subscription.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
