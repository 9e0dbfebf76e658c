using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Registry.Api.Commands;
using Registry.Projections.Log;

namespace Registry.Api.Log;

/// <summary>The newest published checkpoint (C2SP tlog-checkpoint, tlog-tiles).</summary>
internal static class GetCheckpoint
{
    public static void Map(RouteGroupBuilder log) =>
        log.MapRead("/checkpoint", Handle).WithSummary("Newest published checkpoint")
            .Produces<string>(contentType: "text/plain").ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        string tenant, TenantLogs logs, Publications published, HttpContext http, CancellationToken token)
    {
        if (logs.Find(tenant, http.Epoch()) is not { } log || await published.NewestAsync(log, token) is not var (_, note))
            return Problems.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=1";
        var bytes = Encoding.UTF8.GetBytes(note);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"");
        return TypedResults.Bytes(bytes, "text/plain; charset=utf-8", entityTag: tag);
    }
}
