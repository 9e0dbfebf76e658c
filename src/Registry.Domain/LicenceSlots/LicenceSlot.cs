using Registry.Domain.Licences;

namespace Registry.Domain.LicenceSlots;

/// <param name="Licence">Which took it last; whether it is live still, its own stream says.</param>
public sealed record LicenceSlot(LicenceSlotId Id, LicenceId Licence)
{
    public static LicenceSlot Evolve(LicenceSlot? state, LicenceSlotId id, LicenceSlotEvent fact) => (state, fact) switch
    {
        (null, LicenceSlotEvent.Taken t) => new(id, t.Licence),
        ({ } s, LicenceSlotEvent.Taken t) => s with { Licence = t.Licence },
        _ => throw new CorruptStreamException(id.ToString(), state?.Licence.ToString(), fact.GetType().Name),
    };
}
