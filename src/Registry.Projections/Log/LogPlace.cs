using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>Where an event stands.</summary>
/// <param name="Index">Null while it has none.</param>
/// <param name="Checkpoint">Size of the newest publication over it; null before the first.</param>
public sealed record LogPlace(long? Index, long? Checkpoint)
{
    public LogLevel Level => Index is null ? LogLevel.Durable : Checkpoint is null ? LogLevel.Sequenced : LogLevel.Published;

    /// <summary>The places of events; one that is neither in the log nor in its inbox is not in the answer.</summary>
    public static async Task<IReadOnlyDictionary<Guid, LogPlace>> OfAsync(
        NpgsqlDataSource database, string schema, string log, IReadOnlyCollection<Guid> events, CancellationToken token)
    {
        // One statement, one snapshot: an event that is being sequenced is seen in exactly one of the two.
        await using var select = database.CreateCommand(
            $"""
            with newest as (select max(size) as size from {schema}.log_publication where log = $1)
            select e.event_id, e.idx, case when e.idx < newest.size then newest.size end
            from {schema}.log_entry e, newest where e.log = $1 and e.event_id = any($2)
            union all
            select i.event_id, null, null from {schema}.log_inbox i where i.log = $1 and i.event_id = any($2)
            """).With(log, events.ToArray());
        await using var reader = await select.ExecuteReaderAsync(token);
        var places = new Dictionary<Guid, LogPlace>();
        while (await reader.ReadAsync(token))
            places[reader.GetGuid(0)] = new(
                reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2));
        return places;
    }
}
