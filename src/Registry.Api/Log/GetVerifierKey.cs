using Registry.Api.Commands;
using Registry.Projections.Log;

namespace Registry.Api.Log;

/// <summary>The log's verifier key (C2SP signed-note); on a second line, where there is one, its SM2 key. Verifiers pin it; served here only for getting to know it.</summary>
internal static class GetVerifierKey
{
    public static void Map(RouteGroupBuilder log) =>
        log.MapGet("/vkey", Handle).WithSummary("Verifier key").Produces<string>(contentType: "text/plain");

    private static IResult Handle(string tenant, TenantLogs logs, HttpContext http)
    {
        if (logs.Find(tenant, http.Epoch()) is not { } log)
            return Problems.NotFound();
        http.Response.Headers.AccessControlAllowOrigin = "*";
        var second = log.Sm2Key is null ? "" : $"{log.Sm2Key}\n";
        return TypedResults.Text($"{log.Key}\n{second}", "text/plain; charset=utf-8");
    }
}
