using Npgsql;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Projections.Log;
using Registry.Projections.Schema;

namespace Registry.Api.Log;

/// <summary>Where an event stands: durable (kept, no index yet), sequenced (it has one), published (under a checkpoint).</summary>
internal static class GetEventState
{
    public sealed record Response(Guid Event, string State, long? Index, long? Checkpoint);

    public static void Map(RouteGroupBuilder log) =>
        log.MapGet("/event/{id:guid}", Handle).WithSummary("Index and state of one event").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        string tenant, Guid id, TenantLogs logs, NpgsqlDataSource database, RegistrySettings settings, CancellationToken token)
    {
        if (logs.Find(tenant) is not { } log)
            return Problems.NotFound();
        await using var select = database.CreateCommand(
            $"""
            select e.idx, (select min(c.size) from {settings.Schema}.log_publication c where c.log = $1 and c.size > e.idx)
            from {settings.Schema}.log_entry e where e.log = $1 and e.event_id = $2
            union all
            select null, null from {settings.Schema}.log_inbox i where i.log = $1 and i.event_id = $2
            """).With(log.Id, id);
        await using var reader = await select.ExecuteReaderAsync(token);
        if (!await reader.ReadAsync(token))
            return Problems.NotFound();
        long? index = reader.IsDBNull(0) ? null : reader.GetInt64(0);
        long? checkpoint = reader.IsDBNull(1) ? null : reader.GetInt64(1);
        var state = index is null ? "durable" : checkpoint is null ? "sequenced" : "published";
        return TypedResults.Ok(new Response(id, state, index, checkpoint));
    }
}
