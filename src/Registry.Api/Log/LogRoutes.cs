using Microsoft.Extensions.Primitives;
using Registry.Api.Access;

namespace Registry.Api.Log;

internal static class LogRoutes
{
    private static readonly StringValues AnyOrigin = "*";

    public static void MapLog(this WebApplication app, RouteGroupBuilder api)
    {
        MapOne(app.MapGroup("/log/{tenant}"));
        // Each epoch also at its own origin: those that are closed stay readable.
        MapOne(app.MapGroup("/log/{tenant}/{epoch}").ExcludeFromDescription());
        ExportLog.Map(api);
        GetBundle.Map(api);
    }

    /// <summary>The epoch that a path names; null for the one that goes on.</summary>
    public static string? Epoch(this HttpContext http) => (string?)http.GetRouteValue("epoch");

    /// <summary>Entry bundles leave compressed where the client takes it; hashes would only grow.</summary>
    public static void UseEntryCompression(this WebApplication app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments("/log", out var rest)
            && rest.Value!.Contains("/tile/entries/", StringComparison.Ordinal),
        entries => entries.UseResponseCompression());

    /// <summary>Maps a route for GET, and for HEAD, which answers the same without the body.</summary>
    public static RouteHandlerBuilder MapRead(this RouteGroupBuilder log, string pattern, Delegate handler)
    {
        log.MapMethods(pattern, [HttpMethods.Head], handler).CarriesNothingPersonal().ExcludeFromDescription();
        return log.MapGet(pattern, handler).CarriesNothingPersonal();
    }

    private static void MapOne(RouteGroupBuilder log)
    {
        log.WithTags("Log 日志").AllowAnonymous();
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
    }
}
