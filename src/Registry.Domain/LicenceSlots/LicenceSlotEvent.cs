using Registry.Domain.Licences;

namespace Registry.Domain.LicenceSlots;

/// <summary>A fact about one place for a licence. Closed: only nested records can derive.</summary>
public abstract record LicenceSlotEvent
{
    private LicenceSlotEvent() { }

    /// <summary>
    /// A licence took the place, or took it again when it came back to life. It has it for as long as it is live: nothing is
    /// recorded when that ends.
    /// </summary>
    public sealed record Taken(LicenceId Licence) : LicenceSlotEvent;
}
