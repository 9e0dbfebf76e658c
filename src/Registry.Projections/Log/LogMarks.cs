using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>Where events stand in whichever of a tenant's logs they are, and how far the one that goes on is published.</summary>
/// <param name="Places">An event that is neither in a log nor waiting for one is not in here.</param>
/// <param name="PublishedAt">When the newest checkpoint of the log that goes on was published; null before the first.</param>
/// <param name="Checkpoint">That checkpoint, a signed note.</param>
public sealed record LogMarks(IReadOnlyDictionary<Guid, LogPlace> Places, DateTimeOffset? PublishedAt, string? Checkpoint)
{
    /// <param name="epochs">The tenant's logs, oldest first.</param>
    public static async Task<LogMarks> OfAsync(
        NpgsqlDataSource database, string schema, IReadOnlyList<TenantLog> epochs, IReadOnlyCollection<Guid> events, CancellationToken token)
    {
        // One statement, one snapshot: an event that is being sequenced is seen in exactly one of the two.
        await using var select = database.CreateCommand(
            $"""
            with newest as (
                select l.log, p.size, p.published_at, p.note from unnest($1) as l (log) cross join lateral (
                    select size, published_at, note from {schema}.log_publication where log = l.log order by seq desc limit 1) p)
            select null::uuid, null::bigint, null::bigint, published_at, note from newest where log = $2
            union all
            select e.event_id, e.idx, case when e.idx < newest.size then newest.size end, null, null
            from {schema}.log_entry e left join newest on newest.log = e.log where e.log = any($1) and e.event_id = any($3)
            union all
            select event_id, null, null, null, null from {schema}.log_inbox where log = any($1) and event_id = any($3)
            """).With(epochs.Select(log => log.Id).ToArray(), epochs[^1].Id, events.ToArray());
        await using var reader = await select.ExecuteReaderAsync(token);
        var places = new Dictionary<Guid, LogPlace>();
        var (publishedAt, checkpoint) = ((DateTimeOffset?)null, (string?)null);
        while (await reader.ReadAsync(token))
            if (reader.IsDBNull(0))
                (publishedAt, checkpoint) = (reader.GetFieldValue<DateTimeOffset>(3), reader.GetString(4));
            else
                places[reader.GetGuid(0)] = new(
                    reader.IsDBNull(1) ? null : reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetInt64(2));
        return new(places, publishedAt, checkpoint);
    }
}
