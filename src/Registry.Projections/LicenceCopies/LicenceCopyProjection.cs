using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.LicenceCopies;

namespace Registry.Projections.LicenceCopies;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="LicenceCopy.Evolve"/>.</summary>
public sealed partial class LicenceCopyProjection : SingleStreamProjection<LicenceCopy, LicenceCopyId>
{
    public LicenceCopyProjection() => EventCatalogue.Include<LicenceCopyEvent>(IncludeType);

    public override LicenceCopy? Evolve(LicenceCopy? snapshot, LicenceCopyId id, IEvent e) =>
        e.Data is LicenceCopyEvent fact ? LicenceCopy.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
