namespace Registry.Domain.Audit;

/// <summary>A fact about one rule by which looks are judged. Closed: only nested records can derive.</summary>
public abstract record AuditRuleEvent
{
    private AuditRuleEvent() { }

    /// <summary>From now on looks are judged by it.</summary>
    public sealed record Defined(AuditTerms Terms) : AuditRuleEvent;

    /// <summary>Its next version: looks from now on are judged by this one.</summary>
    public sealed record Changed(AuditTerms Terms) : AuditRuleEvent;

    /// <summary>Looks from now on are not judged by it any more.</summary>
    public sealed record Retired(DateOnly On) : AuditRuleEvent;
}
