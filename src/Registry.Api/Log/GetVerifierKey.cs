using Registry.Api.Commands;
using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Api.Log;

/// <summary>
/// The log's live verifier keys (C2SP signed-note), one a line, the one to pin first and its SM2 key, where there is one, last.
/// Served here only for getting to know them.
/// </summary>
internal static class GetVerifierKey
{
    public static void Map(RouteGroupBuilder log) =>
        log.MapRead("/vkey", Handle).WithSummary("Verifier key").Produces<string>(contentType: "text/plain");

    private static IResult Handle(string tenant, TenantLogs logs, HttpContext http)
    {
        if (logs.Find(tenant, http.Epoch()) is not { } log)
            return Problems.NotFound();
        http.Response.Headers.AccessControlAllowOrigin = "*";
        NoteVerifierKey[] keys = [.. log.Keys.At(long.MaxValue), .. log.Sm2Key is { } sm2 ? [sm2] : Array.Empty<NoteVerifierKey>()];
        return TypedResults.Text(string.Concat(keys.Select(key => $"{key}\n")), "text/plain; charset=utf-8");
    }
}
