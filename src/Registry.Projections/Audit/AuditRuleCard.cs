using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Audit;
using Registry.Domain.Log;

namespace Registry.Projections.Audit;

/// <summary>A rule with every version that it has had, so that looks are judged by the one that was in force.</summary>
public sealed record AuditRuleCard
{
    public Guid Id { get; init; }

    /// <summary>Oldest first; the last one is in force, or was.</summary>
    public required IReadOnlyList<DatedTerms> Versions { get; init; }

    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }

    public IEnumerable<RuleVersion> InForce() => Versions.Index().Select(one => new RuleVersion(
        AuditRuleId.Of(Id), one.Index + 1, one.Item.Terms, one.Item.From,
        one.Index + 1 < Versions.Count ? Versions[one.Index + 1].From : RetiredAt));
}

/// <param name="From">The signed time of the event that brought it.</param>
public sealed record DatedTerms(AuditTerms Terms, DateTimeOffset From);

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class AuditRuleCardProjection : SingleStreamProjection<AuditRuleCard, Guid>
{
    public AuditRuleCardProjection()
    {
        Name = "AuditRuleCard";
        EventCatalogue.Include<AuditRuleEvent>(IncludeType);
    }

    public override AuditRuleCard? Evolve(AuditRuleCard? card, Guid id, IEvent e) => ((AuditRuleEvent)e.Data, card) switch
    {
        (AuditRuleEvent.Defined d, _) => new AuditRuleCard { Id = id, Versions = [new(d.Terms, LogEntry.TimeOf(e.Timestamp))] },
        (AuditRuleEvent.Changed c, { } r) => r with { Versions = [.. r.Versions, new(c.Terms, LogEntry.TimeOf(e.Timestamp))] },
        (AuditRuleEvent.Retired, { } r) => r with { RetiredAt = LogEntry.TimeOf(e.Timestamp) },
        _ => card,
    };
}
