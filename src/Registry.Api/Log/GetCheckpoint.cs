using Npgsql;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Projections.Log;

namespace Registry.Api.Log;

/// <summary>The newest signed checkpoint (C2SP tlog-checkpoint, tlog-tiles).</summary>
internal static class GetCheckpoint
{
    public static void Map(RouteGroupBuilder log) =>
        log.MapGet("/checkpoint", Handle).WithSummary("Newest signed checkpoint").Produces<string>(contentType: "text/plain");

    private static async Task<IResult> Handle(
        string tenant, TenantLogs logs, NpgsqlDataSource database, RegistrySettings settings, HttpResponse response,
        CancellationToken token)
    {
        if (logs.Find(tenant) is not { } log)
            return Problems.NotFound();
        await using var connection = await database.OpenConnectionAsync(token);
        if (await CheckpointStore.NewestPublishedAsync(connection, settings.Schema, log.Id, token) is not { } note)
            return Problems.NotFound();
        response.Headers.CacheControl = "public, max-age=1";
        response.Headers.AccessControlAllowOrigin = "*";
        return TypedResults.Text(note, "text/plain; charset=utf-8");
    }
}
