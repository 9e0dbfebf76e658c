using Registry.Domain.LicenceSlots;
using Registry.Domain.Personal;

namespace Registry.Domain.Licences;

/// <summary>
/// 共有人: who holds a licence beside the one who comes first. Each holder has the face for themself, sealed under their own key, with themself as
/// the holder: so each reads it, is given a credential of their own, and keeps it when another is erased.
/// </summary>
/// <param name="Slot">The place that the licence has of theirs; null where a holder may have several of its kind.</param>
public sealed record CoHolder(SubjectTag Subject, Party Party, LicenceSlotId? Slot)
{
    /// <summary>How many may hold one licence together; an access to it names all of them.</summary>
    public const int MostHolders = 20;

    /// <summary>The further holders' faces, to be sealed; null for none, as events have it.</summary>
    /// <param name="face">The first holder's.</param>
    internal static IReadOnlyList<Personal<LicenceFace>>? FacesOf(IReadOnlyList<CoHolder> others, LicenceFace face) =>
        others.Count == 0 ? null : [.. others.Select(other => Personal<LicenceFace>.Of(other.Subject, face with { Holder = other.Party }))];

    /// <summary>Their places; null for none, as events have it.</summary>
    internal static IReadOnlyList<LicenceSlotId>? SlotsOf(IReadOnlyList<CoHolder> others) =>
        others.Select(other => other.Slot).OfType<LicenceSlotId>().ToList() is { Count: > 0 } slots ? slots : null;
}
