using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.LicenceBatches;

namespace Registry.Projections.LicenceBatches;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="LicenceBatch.Evolve"/>.</summary>
public sealed partial class LicenceBatchProjection : SingleStreamProjection<LicenceBatch, LicenceBatchId>
{
    public LicenceBatchProjection() => EventCatalogue.Include<LicenceBatchEvent>(IncludeType);

    public override LicenceBatch? Evolve(LicenceBatch? snapshot, LicenceBatchId id, IEvent e) =>
        e.Data is LicenceBatchEvent fact ? LicenceBatch.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
