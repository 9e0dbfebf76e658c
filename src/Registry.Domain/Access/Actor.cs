using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Access;

public enum Role
{
    Citizen,
    Caseworker,
    IssuingOfficer,
    Verifier,
    Auditor,

    /// <summary>Supervises an agency's officers.</summary>
    Supervisor,

    /// <summary>An agency's data-protection officer.</summary>
    DataProtectionOfficer,
    Administrator,

    /// <summary>Looks covertly for an authority that may.</summary>
    Investigator,

    /// <summary>Another department's system, which asks the sharing service without a person at it.</summary>
    System,

    /// <summary>A national tracker, which shows people who looked at their data in many registers.</summary>
    Tracker,

    /// <summary>The platform itself: seeding, key records.</summary>
    Platform,
}

/// <summary>Who acts, as the authenticated session says and nothing else (invariant I9).</summary>
/// <param name="Id">The identity provider's subject; a pseudonym, never a citizen id.</param>
/// <param name="Agency">Set for officers.</param>
/// <param name="Region">The area the officer's duty covers.</param>
/// <param name="Subject">Set for citizens and organisations: the tag of their own data.</param>
public sealed record Actor(string Id, Role Role, Uscc? Agency, RegionCode? Region, SubjectTag? Subject)
{
    /// <summary>An officer of that agency whose area covers the region.</summary>
    public bool Serves(Uscc agency, RegionCode region) =>
        Agency == agency && Region is { } area && area.Contains(region);
}
