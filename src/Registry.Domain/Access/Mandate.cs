using Registry.Domain.Delegations;
using Registry.Domain.Personal;

namespace Registry.Domain.Access;

/// <summary>
/// The delegation that a caller names as theirs to act under, as it stands now. Whoever names one acts for its principal and for
/// nobody else, not for themselves either.
/// </summary>
/// <param name="Principal">Who is acted for; null where no such delegation exists.</param>
/// <param name="Purposes">Empty where it is not the caller's, has ended or is revoked.</param>
public sealed record Mandate(DelegationId Id, SubjectTag? Principal, IReadOnlyCollection<DelegatedPurpose> Purposes)
{
    /// <summary>What an act under it names as its step.</summary>
    public string Step => $"delegation/{Id}";

    public static Mandate Of(DelegationId id, Delegation? delegation, SubjectTag? caller, DateOnly today) => new(
        id, delegation?.Principal.Subject,
        delegation is not null && delegation.Delegate == caller && delegation.IsOpen(today) ? delegation.Purposes : []);

    public bool Covers(SubjectTag subject, DelegatedPurpose purpose) => Principal == subject && Purposes.Contains(purpose);
}
