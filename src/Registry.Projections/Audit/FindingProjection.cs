using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Audit;

namespace Registry.Projections.Audit;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="Finding.Evolve"/>.</summary>
public sealed partial class FindingProjection : SingleStreamProjection<Finding, FindingId>
{
    public FindingProjection() => EventCatalogue.Include<FindingEvent>(IncludeType);

    public override Finding? Evolve(Finding? snapshot, FindingId id, IEvent e) =>
        e.Data is FindingEvent fact ? Finding.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
