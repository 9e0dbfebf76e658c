namespace Registry.Domain.Audit;

/// <summary>What decisions need to know about a rule, and nothing a screen wants.</summary>
public sealed record AuditRule(AuditRuleId Id, AuditRuleKind Kind, int Versions, bool IsRetired)
{
    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static AuditRule Evolve(AuditRule? state, AuditRuleId id, AuditRuleEvent fact) => (state, fact) switch
    {
        (null, AuditRuleEvent.Defined d) => new(id, d.Terms.Kind, Versions: 1, IsRetired: false),
        ({ } r, AuditRuleEvent.Changed) => r with { Versions = r.Versions + 1 },
        ({ } r, AuditRuleEvent.Retired) => r with { IsRetired = true },
        _ => throw new CorruptStreamException(id.ToString(), state?.Kind.ToString(), fact.GetType().Name),
    };
}
