using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.LicenceTypes;

namespace Registry.Projections.LicenceTypes;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="LicenceType.Evolve"/>.</summary>
public sealed partial class LicenceTypeProjection : SingleStreamProjection<LicenceType, LicenceTypeId>
{
    public LicenceTypeProjection() => EventCatalogue.Include<LicenceTypeEvent>(IncludeType);

    public override LicenceType? Evolve(LicenceType? snapshot, LicenceTypeId id, IEvent e) =>
        e.Data is LicenceTypeEvent fact ? LicenceType.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
