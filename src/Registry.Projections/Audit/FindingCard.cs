using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Audit;
using Registry.Domain.Log;

namespace Registry.Projections.Audit;

/// <summary>A finding on the work list of those who close it. Nothing personal: what was seen is asked for, with a reason.</summary>
public sealed record FindingCard
{
    public Guid Id { get; init; }
    public required Guid Rule { get; init; }
    public required int RuleVersion { get; init; }
    public required AuditRuleKind Kind { get; init; }
    public required string Officer { get; init; }

    /// <summary>Text, as lists are searched by it.</summary>
    public string? Agency { get; init; }

    /// <summary>When the look was, RFC 3339 in UTC; its text order is the time order.</summary>
    public required string At { get; init; }
    public required IReadOnlyList<Guid> Accesses { get; init; }
    public required bool IsOpen { get; init; }
    public string? ClosedBy { get; init; }
    public FindingConclusion? Conclusion { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class FindingCardProjection : SingleStreamProjection<FindingCard, Guid>
{
    public FindingCardProjection()
    {
        Name = "FindingCard";
        EventCatalogue.Include<FindingEvent>(IncludeType);
    }

    public override FindingCard? Evolve(FindingCard? card, Guid id, IEvent e) => ((FindingEvent)e.Data, card) switch
    {
        (FindingEvent.Raised r, _) => new FindingCard
        {
            Id = id,
            Rule = r.Rule.Value,
            RuleVersion = r.RuleVersion,
            Kind = r.Kind,
            Officer = r.Officer,
            Agency = r.Agency?.Value,
            At = LogEntry.TimeText(r.At),
            Accesses = r.Accesses,
            IsOpen = true,
        },
        (FindingEvent.Closed c, { } f) => f with { IsOpen = false, ClosedBy = c.By, Conclusion = c.Conclusion },
        _ => card,
    };
}
