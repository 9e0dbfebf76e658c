using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Registry.Api.Commands;
using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Api.Log;

/// <summary>
/// Hash tiles and entry bundles (C2SP tlog-tiles), full and partial. They never change, so anybody may keep them; the bytes
/// follow from the entries alone and are the same from every node.
/// </summary>
internal static class GetTile
{
    public static void Map(RouteGroupBuilder log) =>
        log.MapRead("/tile/{**path}", Handle).WithSummary("Hash tile or entry bundle")
            .Produces<byte[]>(contentType: "application/octet-stream").ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        string tenant, string? path, TenantLogs logs, Publications published, LogReader reader, HttpContext http,
        CancellationToken token)
    {
        if (logs.Find(tenant, http.Epoch()) is not { } log || !TilePath.TryParse($"tile/{path}", out var tile)
            || !await published.CoverAsync(log, tile, token) || await reader.TileAsync(log.Id, tile, token) is not { } bytes)
            return Problems.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        // Weak: entry bundles may leave compressed.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"", isWeak: true);
        return TypedResults.Bytes(bytes, "application/octet-stream", entityTag: tag);
    }
}
