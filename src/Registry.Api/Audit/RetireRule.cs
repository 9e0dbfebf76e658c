using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Audit;

namespace Registry.Api.Audit;

/// <summary>Looks from now on are not judged by it. What it found stays to be closed.</summary>
internal static class RetireRule
{
    public static void Map(RouteGroupBuilder rules) =>
        rules.MapPost("/{id}/retirement", Handle).RequireAuthorization(Policies.ManageAuditRules).CarriesNothingPersonal()
            .WithSummary("Retire a rule 停用审计规则").ProducesChange();

    private static Task<IResult> Handle(AuditRuleId id, IfMatch version, CommandRunner commands, TimeProvider clock) =>
        commands.ChangeAsync<AuditRule, AuditRuleId, AuditRuleEvent>(
            id, version, _ => Task.FromResult<Ground?>(Authority.OfAuditRule(commands.Caller, id)),
            rule => AuditRuleDecider.Retire(rule, clock.Today()));
}
