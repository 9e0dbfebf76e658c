namespace Registry.Api.Log;

internal static class LogRoutes
{
    public static void MapLog(this WebApplication app, RouteGroupBuilder api)
    {
        var log = app.MapGroup("/log/{tenant}").WithTags("Log 日志").AllowAnonymous();
        GetCheckpoint.Map(log);
        GetVerifierKey.Map(log);
        GetEventState.Map(log);
        ExportLog.Map(api);
        GetBundle.Map(api);
    }
}
