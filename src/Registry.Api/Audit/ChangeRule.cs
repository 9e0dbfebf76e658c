using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Audit;

namespace Registry.Api.Audit;

/// <summary>The next version of a rule. What happened before stays judged by the one before.</summary>
internal static class ChangeRule
{
    public static void Map(RouteGroupBuilder rules) =>
        rules.MapPost("/{id}/change", Handle).RequireAuthorization(Policies.ManageAuditRules).CarriesNothingPersonal()
            .WithSummary("Change a rule: its next version 修改审计规则").ProducesChange();

    private static async Task<IResult> Handle(AuditRuleId id, AuditTerms body, IfMatch version, CommandRunner commands) =>
        body.FindFault() is { } field
            ? Problems.Invalid("field-malformed", field)
            : await commands.ChangeAsync<AuditRule, AuditRuleId, AuditRuleEvent>(
                id, version, _ => Task.FromResult<Ground?>(Authority.OfAuditRule(commands.Caller, id)),
                rule => AuditRuleDecider.Change(rule, body));
}
