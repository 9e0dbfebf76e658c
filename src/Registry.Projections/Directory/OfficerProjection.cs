using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Directory;

namespace Registry.Projections.Directory;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="Officer.Evolve"/>.</summary>
public sealed partial class OfficerProjection : SingleStreamProjection<Officer, OfficerId>
{
    public OfficerProjection() => EventCatalogue.Include<OfficerEvent>(IncludeType);

    public override Officer? Evolve(Officer? snapshot, OfficerId id, IEvent e) =>
        e.Data is OfficerEvent fact ? Officer.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
