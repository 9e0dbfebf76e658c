using Microsoft.Extensions.Primitives;

namespace Registry.Api.Log;

internal static class LogRoutes
{
    private static readonly StringValues AnyOrigin = "*";

    public static void MapLog(this WebApplication app, RouteGroupBuilder api)
    {
        var log = app.MapGroup("/log/{tenant}").WithTags("Log 日志").AllowAnonymous();
        // Nothing here depends on who asks: pages of other sites may verify too.
        log.AddEndpointFilter((context, next) =>
        {
            context.HttpContext.Response.Headers.AccessControlAllowOrigin = AnyOrigin;
            return next(context);
        });
        GetCheckpoint.Map(log);
        GetVerifierKey.Map(log);
        GetTile.Map(log);
        GetReceipt.Map(log);
        GetEventState.Map(log);
        ExportLog.Map(api);
        GetBundle.Map(api);
    }

    /// <summary>Entry bundles leave compressed where the client takes it; hashes would only grow.</summary>
    public static void UseEntryCompression(this WebApplication app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments("/log", out var rest)
            && rest.Value!.Contains("/tile/entries/", StringComparison.Ordinal),
        entries => entries.UseResponseCompression());
}
