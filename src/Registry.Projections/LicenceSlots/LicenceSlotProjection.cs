using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.LicenceSlots;

namespace Registry.Projections.LicenceSlots;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="LicenceSlot.Evolve"/>.</summary>
public sealed partial class LicenceSlotProjection : SingleStreamProjection<LicenceSlot, LicenceSlotId>
{
    public LicenceSlotProjection() => EventCatalogue.Include<LicenceSlotEvent>(IncludeType);

    public override LicenceSlot? Evolve(LicenceSlot? snapshot, LicenceSlotId id, IEvent e) =>
        e.Data is LicenceSlotEvent fact ? LicenceSlot.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
