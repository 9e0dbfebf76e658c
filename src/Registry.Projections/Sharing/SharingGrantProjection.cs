using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Sharing;

namespace Registry.Projections.Sharing;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="SharingGrant.Evolve"/>.</summary>
public sealed partial class SharingGrantProjection : SingleStreamProjection<SharingGrant, SharingGrantId>
{
    public SharingGrantProjection() => EventCatalogue.Include<SharingGrantEvent>(IncludeType);

    public override SharingGrant? Evolve(SharingGrant? snapshot, SharingGrantId id, IEvent e) =>
        e.Data is SharingGrantEvent fact ? SharingGrant.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
