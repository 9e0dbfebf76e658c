using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Audit;

/// <summary>A fact about one finding. Closed: only nested records can derive.</summary>
public abstract record FindingEvent
{
    private FindingEvent() { }

    /// <summary>By the platform: a rule found something about an officer's looks, which says nothing yet about the officer.</summary>
    /// <param name="RuleVersion">From 1.</param>
    /// <param name="Officer">Who looked: the identity provider's subject; a pseudonym.</param>
    /// <param name="Agency">The officer's; null for auditors and administrators.</param>
    /// <param name="At">When the look was that brought it about.</param>
    /// <param name="Accesses">The access events, oldest first.</param>
    public sealed record Raised(
        AuditRuleId Rule, int RuleVersion, AuditRuleKind Kind, string Officer, Uscc? Agency, DateTimeOffset At,
        IReadOnlyList<Guid> Accesses) : FindingEvent;

    /// <summary>By a person who is not the officer concerned.</summary>
    /// <param name="By">The identity provider's subject; a pseudonym.</param>
    /// <param name="Reason">Sealed under the key of the officer concerned.</param>
    public sealed record Closed(string By, FindingConclusion Conclusion, Personal<Remark> Reason) : FindingEvent;
}

/// <summary>What came of a finding.</summary>
public enum FindingConclusion
{
    /// <summary>The looks were needed for the officer's work.</summary>
    Justified,

    /// <summary>The rule found what it was not made for.</summary>
    FalseAlarm,

    /// <summary>Handed to those who answer for discipline (纪检监察).</summary>
    MisconductReferred,
}
