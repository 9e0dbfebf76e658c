namespace Registry.Domain.Audit;

/// <summary>定义 → 修改 … → 停用. A rule keeps its kind: another one is another rule.</summary>
public static class AuditRuleDecider
{
    public static readonly Refusal OtherKind = new("audit-rule-other-kind");
    public static readonly Refusal Retired = new("audit-rule-retired");

    public static readonly Refusal TooMany = new("audit-rules-too-many");

    /// <summary>Every look is judged by each of them.</summary>
    public const int MostInForce = 200;

    /// <param name="inForce">How many there are.</param>
    public static Decision<AuditRuleEvent> Define(AuditTerms terms, int inForce) =>
        inForce >= MostInForce ? TooMany : new AuditRuleEvent.Defined(terms);

    public static Decision<AuditRuleEvent> Change(AuditRule rule, AuditTerms terms) =>
        rule.IsRetired ? Retired
        : rule.Kind != terms.Kind ? OtherKind
        : new AuditRuleEvent.Changed(terms);

    public static Decision<AuditRuleEvent> Retire(AuditRule rule, DateOnly today) =>
        rule.IsRetired ? Retired : new AuditRuleEvent.Retired(today);
}
