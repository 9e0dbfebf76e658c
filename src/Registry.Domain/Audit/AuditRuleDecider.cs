namespace Registry.Domain.Audit;

/// <summary>定义 → 修改 … → 停用. A rule keeps its kind: another one is another rule.</summary>
public static class AuditRuleDecider
{
    public static readonly Refusal OtherKind = new("audit-rule-other-kind");
    public static readonly Refusal Retired = new("audit-rule-retired");

    public static readonly Refusal TooMany = new("audit-rules-too-many");
    public static readonly Refusal VersionsTooMany = new("audit-rule-versions-too-many");

    /// <summary>Every look is judged by each of them.</summary>
    public const int MostInForce = 200;

    /// <summary>Whoever judges the past goes by the version that was in force then, so all of them are kept at hand.</summary>
    public const int MostVersions = 200;

    /// <param name="inForce">How many there are.</param>
    public static Decision<AuditRuleEvent> Define(AuditTerms terms, int inForce) =>
        inForce >= MostInForce ? TooMany : new AuditRuleEvent.Defined(terms);

    public static Decision<AuditRuleEvent> Change(AuditRule rule, AuditTerms terms) =>
        rule.IsRetired ? Retired
        : rule.Kind != terms.Kind ? OtherKind
        : rule.Versions >= MostVersions ? VersionsTooMany
        : new AuditRuleEvent.Changed(terms);

    public static Decision<AuditRuleEvent> Retire(AuditRule rule, DateOnly today) =>
        rule.IsRetired ? Retired : new AuditRuleEvent.Retired(today);
}
