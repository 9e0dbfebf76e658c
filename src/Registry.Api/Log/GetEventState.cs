using Npgsql;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Projections.Log;
using LogLevel = Registry.Projections.Log.LogLevel;

namespace Registry.Api.Log;

/// <summary>Where an event stands: durable (kept, no index yet), sequenced (it has one), published (under a checkpoint).</summary>
internal static class GetEventState
{
    public sealed record Response(Guid Event, LogLevel State, long? Index, long? Checkpoint);

    public static void Map(RouteGroupBuilder log) =>
        log.MapRead("/event/{id:guid}", Handle).WithSummary("Index and state of one event").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        string tenant, Guid id, TenantLogs logs, NpgsqlDataSource database, RegistrySettings settings, HttpContext http,
        CancellationToken token)
    {
        if (logs.Find(tenant, http.Epoch()) is not { } log)
            return Problems.NotFound();
        var places = await LogPlace.OfAsync(database, settings.Schema, log.Id, [id], token);
        return places.TryGetValue(id, out var place)
            ? TypedResults.Ok(new Response(id, place.Level, place.Index, place.Checkpoint))
            : Problems.NotFound();
    }
}
