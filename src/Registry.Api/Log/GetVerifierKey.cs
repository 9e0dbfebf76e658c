using Registry.Api.Commands;
using Registry.Projections.Log;

namespace Registry.Api.Log;

/// <summary>The log's verifier key (C2SP signed-note). Verifiers pin it; served here only for getting to know it.</summary>
internal static class GetVerifierKey
{
    public static void Map(RouteGroupBuilder log) =>
        log.MapGet("/vkey", Handle).WithSummary("Verifier key").Produces<string>(contentType: "text/plain");

    private static IResult Handle(string tenant, TenantLogs logs, HttpResponse response)
    {
        if (logs.Find(tenant) is not { } log)
            return Problems.NotFound();
        response.Headers.AccessControlAllowOrigin = "*";
        return TypedResults.Text($"{log.Key}\n", "text/plain; charset=utf-8");
    }
}
