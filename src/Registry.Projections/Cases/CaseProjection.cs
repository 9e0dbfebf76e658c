using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Cases;

namespace Registry.Projections.Cases;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="Case.Evolve"/>.</summary>
public sealed partial class CaseProjection : SingleStreamProjection<Case, CaseId>
{
    public CaseProjection() => EventCatalogue.Include<CaseEvent>(IncludeType);

    public override Case? Evolve(Case? snapshot, CaseId id, IEvent e) =>
        e.Data is CaseEvent fact ? Case.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
