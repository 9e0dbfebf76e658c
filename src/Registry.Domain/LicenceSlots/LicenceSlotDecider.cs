using Registry.Domain.Licences;

namespace Registry.Domain.LicenceSlots;

/// <summary>
/// One live licence in a place. Who comes to life takes the place by an event on its stream, so that of two at once the database
/// refuses one, whatever either of them saw.
/// </summary>
public static class LicenceSlotDecider
{
    public static readonly Refusal Occupied = new("licence-place-occupied");

    /// <param name="occupant">The licence that took the place last; null for a place that nobody took.</param>
    /// <param name="former">A licence that ends in the same transaction and leaves its place to this one; null for none.</param>
    public static Decision<LicenceSlotEvent> Take(LicenceSlotId place, Licence? occupant, LicenceId by, DateOnly today, LicenceId? former = null) =>
        // It may have moved to another place since.
        occupant is not null && occupant.Id != by && occupant.Id != former && occupant.Slots.Contains(place) && occupant.IsLive(today)
            ? Occupied
            : new LicenceSlotEvent.Taken(by);
}
