using System.Text.Json.Serialization;
using Registry.Domain.Personal;

namespace Registry.Domain.Cases;

/// <summary>Where one stands whom an applicant named as applying with them.</summary>
public enum ConsentState
{
    /// <summary>Named before anybody was asked: the officer judges by the materials.</summary>
    NotAsked,

    Awaited,

    /// <summary>Signed in, or by who may act for them.</summary>
    Given,

    /// <summary>On paper or at the window, as an officer has it on record.</summary>
    Recorded,

    Declined,
}

/// <summary>共同申请人: one whom the applicant named.</summary>
/// <param name="Basis">What the officer saw, where the consent is on record.</param>
public sealed record CoApplicant(Personal<Party> Party, ConsentState Consent, Personal<Remark>? Basis = null)
{
    [JsonIgnore]
    public SubjectTag Subject => Party.Subject;

    /// <summary>The case counts as theirs: they have consented, or were never asked.</summary>
    [JsonIgnore]
    public bool IsBound => Consent is not (ConsentState.Awaited or ConsentState.Declined);
}
