using Registry.Domain.Cases;
using Registry.Domain.Identifiers;

namespace Registry.Domain.LicenceBatches;

/// <summary>
/// A fact about one batch: many licences of an agency that are to be minted, or minted anew, because two of its officers say so. What was done by it
/// is on the licences, which name it. Nothing in it is about a person. Closed: only nested records can derive.
/// </summary>
public abstract record LicenceBatchEvent
{
    private LicenceBatchEvent() { }

    /// <summary>换发: an officer proposes that live licences of a type are minted anew under the type's version in force. Nothing is done by it.</summary>
    /// <param name="Name">As the agency calls it, once: <see cref="LicenceBatch.IsName"/>.</param>
    /// <param name="Agency">Which issued the licences.</param>
    /// <param name="TypeVersion">Number of the version in force, which the licences are to follow.</param>
    /// <param name="Reason">In plain words, for whoever approves and whoever audits.</param>
    /// <param name="By">Staff id, as in the event's metadata: nobody approves a proposal of their own.</param>
    public sealed record ReissueProposed(
        string Name, Uscc Agency, LicenceTypeCode Type, int TypeVersion, ReissueScope Scope, LocalText Reason, string By, DateOnly On)
        : LicenceBatchEvent;

    /// <summary>制证: an officer proposes that the licences of these cases are minted under the type's version in force. Nothing is done by it.</summary>
    /// <param name="Name">As the agency calls it, once: <see cref="LicenceBatch.IsName"/>.</param>
    /// <param name="Agency">Which decided the cases and issues the licences.</param>
    /// <param name="TypeVersion">Number of the version in force, which the licences are to follow.</param>
    /// <param name="Cases">Each approved, with no licence yet, and of an item that leads to the type: 1 to <see cref="LicenceBatch.MostCases"/>.</param>
    /// <param name="Reason">In plain words, for whoever approves and whoever audits.</param>
    /// <param name="By">Staff id, as in the event's metadata: nobody approves a proposal of their own.</param>
    public sealed record MintingProposed(
        string Name, Uscc Agency, LicenceTypeCode Type, int TypeVersion, IReadOnlyList<CaseId> Cases, LocalText Reason, string By, DateOnly On)
        : LicenceBatchEvent;

    /// <summary>Another officer lets it be carried out, with all that the proposal names.</summary>
    public sealed record Approved(string By, DateOnly On) : LicenceBatchEvent;

    /// <summary>An officer dropped it, or called it off. What was done by it before stays.</summary>
    public sealed record Ended(string By, DateOnly On) : LicenceBatchEvent;
}

public enum BatchKind
{
    /// <summary>换发: live licences are minted anew.</summary>
    Reissue,

    /// <summary>制证: cases that were decided in favour get their licences.</summary>
    Minting,
}

/// <summary>Which of an agency's live licences of a type a re-issue is for.</summary>
public enum ReissueScope
{
    /// <summary>Those that follow an earlier version of the type: it has another face or template now.</summary>
    EarlierVersions,

    /// <summary>All, those that name no version too: the key or the seal has changed, or a register was imported.</summary>
    Every,
}
