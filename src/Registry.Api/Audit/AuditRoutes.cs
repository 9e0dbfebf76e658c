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
        ListClosedFindings.Map(findings);
        GetFinding.Map(findings);
        CloseFinding.Map(findings);
        CloseFindings.Map(findings);
        GetFindingReason.Map(findings);

        var watched = audit.MapGroup("/watched-persons");
        ListWatchedPersons.Map(watched);
        AddWatchedPerson.Map(watched);
        RemoveWatchedPerson.Map(watched);

        var related = api.MapGroup("/officers/{officer}/related-persons").WithTags("Audit 审计");
        ListRelatedPersons.Map(related);
        AddRelatedPerson.Map(related);
        RemoveRelatedPerson.Map(related);
    }
}
