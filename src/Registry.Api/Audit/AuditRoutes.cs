namespace Registry.Api.Audit;

internal static class AuditRoutes
{
    public static void MapAudit(this RouteGroupBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit 审计");
        SearchAccesses.Map(audit);
        GetEnquiry.Map(audit);

        var rules = audit.MapGroup("/rules");
        DefineRule.Map(rules);
        ChangeRule.Map(rules);
        RetireRule.Map(rules);
        ListRules.Map(rules);
        ApplyRule.Map(rules);

        var findings = audit.MapGroup("/findings");
        ListFindings.Map(findings);
        GetFinding.Map(findings);
        CloseFinding.Map(findings);
        GetFindingReason.Map(findings);
    }
}
