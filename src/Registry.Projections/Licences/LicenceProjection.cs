using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Licences;

namespace Registry.Projections.Licences;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="Licence.Evolve"/>.</summary>
public sealed partial class LicenceProjection : SingleStreamProjection<Licence, LicenceId>
{
    public LicenceProjection() => EventCatalogue.Include<LicenceEvent>(IncludeType);

    public override Licence? Evolve(Licence? snapshot, LicenceId id, IEvent e) =>
        e.Data is LicenceEvent fact ? Licence.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
