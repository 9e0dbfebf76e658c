using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Audit;

namespace Registry.Projections.Audit;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="AuditRule.Evolve"/>.</summary>
public sealed partial class AuditRuleProjection : SingleStreamProjection<AuditRule, AuditRuleId>
{
    public AuditRuleProjection() => EventCatalogue.Include<AuditRuleEvent>(IncludeType);

    public override AuditRule? Evolve(AuditRule? snapshot, AuditRuleId id, IEvent e) =>
        e.Data is AuditRuleEvent fact ? AuditRule.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
