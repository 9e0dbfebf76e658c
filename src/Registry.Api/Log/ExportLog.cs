using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Projections.Log;

namespace Registry.Api.Log;

/// <summary>The whole history under the newest checkpoint, for an auditor to verify offline with registry-verify.</summary>
internal static class ExportLog
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/log/export", Handle).RequireAuthorization(Policies.ExportLog).CarriesNothingPersonal().WithTags("Log 日志")
            .WithSummary("Export the log for offline verification").Produces<string>(contentType: "application/jsonl");

    private static async Task Handle(Caller caller, TenantLogs logs, LogExport export, HttpContext http)
    {
        if (logs.Find(caller.Tenant) is not { } log)
        {
            await Problems.NotFound().ExecuteAsync(http);
            return;
        }
        http.Response.ContentType = "application/jsonl; charset=utf-8";
        if (await export.WriteAsync(log, http.Response.Body, progress: null, http.RequestAborted) is null)
            await Problems.NotFound().ExecuteAsync(http);
    }
}
