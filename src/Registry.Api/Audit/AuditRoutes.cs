namespace Registry.Api.Audit;

internal static class AuditRoutes
{
    public static void MapAudit(this RouteGroupBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit 审计");
        SearchAccesses.Map(audit);
        GetEnquiry.Map(audit);
    }
}
