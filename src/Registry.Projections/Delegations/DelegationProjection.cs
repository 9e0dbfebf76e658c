using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Delegations;

namespace Registry.Projections.Delegations;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="Delegation.Evolve"/>.</summary>
public sealed partial class DelegationProjection : SingleStreamProjection<Delegation, DelegationId>
{
    public DelegationProjection() => EventCatalogue.Include<DelegationEvent>(IncludeType);

    public override Delegation? Evolve(Delegation? snapshot, DelegationId id, IEvent e) =>
        e.Data is DelegationEvent fact ? Delegation.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
