using Registry.Api.Commands;
using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Api.Log;

/// <summary>The receipt of one entry (C2SP tlog-proof) under the newest published checkpoint, with the entry as its extra.</summary>
internal static class GetReceipt
{
    public static void Map(RouteGroupBuilder log) =>
        log.MapRead("/proof/{index:long}", Handle).WithSummary("Receipt: inclusion proof of one entry")
            .Produces<string>(contentType: "text/plain").ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        string tenant, long index, TenantLogs logs, Publications published, LogReader reader, HttpContext http,
        CancellationToken token)
    {
        if (logs.Find(tenant, http.Epoch()) is not { } log || await published.NewestAsync(log, token) is not var (checkpoint, note)
            || index < 0 || index >= checkpoint.Size)
            return Problems.NotFound();
        var proof = await reader.InclusionProofAsync(log.Id, index, checkpoint.Size, token);
        var entry = (await reader.EntriesAsync(log.Id, index, 1, token))[0];
        // Another checkpoint soon makes another receipt, but this one stays good for ever.
        http.Response.Headers.CacheControl = "public, max-age=5";
        return TypedResults.Text(new TlogProof(index, proof, note, entry).ToString(), "text/plain; charset=utf-8");
    }
}
