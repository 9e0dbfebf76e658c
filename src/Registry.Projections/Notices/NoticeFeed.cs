using Marten;
using Npgsql;
using Registry.Domain.Access;
using Registry.Domain.Personal;
using Registry.Projections.Access;
using Registry.Projections.Schema;

namespace Registry.Projections.Notices;

/// <summary>An access with its place in the history.</summary>
public sealed record PlacedAccess(NoticePlace Place, AccessRecord Access);

/// <summary>
/// Accesses in the order of the log, from a place on. What waits in the inbox comes later: nothing is ever placed before what
/// was read. What a covert inquiry seals is told to nobody: a notice of the moment would say what the person must not learn yet, and
/// nobody goes back to that place on the day.
/// </summary>
public sealed class NoticeFeed(NpgsqlDataSource database, IDocumentStore store, string schema)
{
    private const string Unsealed = $"coalesce(a.data -> 'by' ->> 'step', '') not like '{Ground.CovertStep}%'";

    private readonly ISerializer serializer = ((DocumentStore)store).Options.Serializer();

    /// <summary>Accesses to one person's data, oldest first. Costs what the person's accesses since then do.</summary>
    public async Task<IReadOnlyList<PlacedAccess>> OfAsync(
        string tenant, SubjectTag subject, NoticePlace after, int most, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select h.epoch, e.idx, a.data::text
            from {schema}.mt_doc_accessrecord a
            join {schema}.log_entry e on e.event_id = (a.data ->> 'eventId')::uuid
            join {schema}.log_head h on h.log = e.log and h.tenant = a.tenant_id
            where a.tenant_id = $1 and a.data ->> 'subject' = $2 and (h.epoch, e.idx) > ($3, $4)
                and {Unsealed}
            order by h.epoch, e.idx limit {most}
            """).With(tenant, subject.Value, after.Epoch, after.Index);
        await using var reader = await select.ExecuteReaderAsync(token);
        var found = new List<PlacedAccess>();
        while (await reader.ReadAsync(token))
            found.Add(new(new(reader.GetInt32(0), reader.GetInt64(1)), serializer.FromJson<AccessRecord>(reader, 2)));
        return found;
    }

    /// <summary>
    /// Accesses to subscribers' data among the entries of a log after one index and up to another, with their subscriptions; those only that came
    /// after the subscription.
    /// </summary>
    public async Task<IReadOnlyList<(PlacedAccess Access, SubscriptionCard Subscription)>> WindowAsync(
        string tenant, string log, long after, NoticePlace upTo, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select e.idx, jsonb_build_object('access', a.data, 'subscription', c.data)::text
            from {schema}.log_entry e
            join {schema}.mt_events m on m.tenant_id = $1 and m.id = e.event_id and m.type like 'access\_%'
            cross join lateral jsonb_array_elements_text(m.data -> 'subjects') with ordinality as s (subject, nth)
            join {schema}.mt_doc_subscriptioncard c on c.tenant_id = $1 and c.data ->> 'subject' = s.subject
            join {schema}.mt_doc_accessrecord a on a.tenant_id = $1 and a.id = e.event_id || '/' || s.nth - 1
            join {schema}.log_head h on h.log = e.log
            join {schema}.log_entry b on b.event_id = (c.data ->> 'since')::uuid
            join {schema}.log_head bh on bh.log = b.log
            where (bh.epoch, b.idx) < (h.epoch, e.idx) and e.log = $2 and e.idx > $3 and e.idx <= $4
                and {Unsealed}
            order by e.idx, s.nth
            """).With(tenant, log, after, upTo.Index);
        await using var reader = await select.ExecuteReaderAsync(token);
        var found = new List<(PlacedAccess, SubscriptionCard)>();
        while (await reader.ReadAsync(token))
        {
            var index = reader.GetInt64(0);
            var (access, subscription) = serializer.FromJson<Wanted>(reader, 1);
            found.Add((new(upTo with { Index = index }, access), subscription));
        }
        return found;
    }

    /// <summary>Where an event stands; null where it has no place yet.</summary>
    public async Task<NoticePlace?> PlaceOfAsync(string tenant, Guid fact, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select h.epoch, e.idx from {schema}.log_entry e join {schema}.log_head h on h.log = e.log
            where e.event_id = $2 and h.tenant = $1
            """).With(tenant, fact);
        await using var reader = await select.ExecuteReaderAsync(token);
        return await reader.ReadAsync(token) ? new(reader.GetInt32(0), reader.GetInt64(1)) : null;
    }

    /// <summary>The last place there is.</summary>
    public async Task<NoticePlace> EndAsync(string tenant, CancellationToken token) =>
        (await LogsAsync(tenant, token)) is [.., var last] ? new(last.Epoch, last.Size - 1) : NoticePlace.Beginning;

    /// <summary>The authority's logs with their sizes, oldest first.</summary>
    public async Task<IReadOnlyList<(string Log, int Epoch, long Size)>> LogsAsync(string tenant, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"select log, epoch, size from {schema}.log_head where tenant = $1 order by epoch").With(tenant);
        await using var reader = await select.ExecuteReaderAsync(token);
        var logs = new List<(string, int, long)>();
        while (await reader.ReadAsync(token))
            logs.Add((reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2)));
        return logs;
    }

    /// <summary>How far the gateway was told; null before the first time.</summary>
    public async Task<NoticePlace?> DeliveredAsync(string tenant, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"select epoch, idx from {schema}.notice_position where tenant = $1").With(tenant);
        await using var reader = await select.ExecuteReaderAsync(token);
        return await reader.ReadAsync(token) ? new(reader.GetInt32(0), reader.GetInt64(1)) : null;
    }

    /// <summary>Keeps how far the gateway was told. Never back: a leader that was replaced may come late.</summary>
    public async Task KeepAsync(string tenant, NoticePlace place, CancellationToken token)
    {
        await using var upsert = database.CreateCommand(
            $"""
            insert into {schema}.notice_position as p (tenant, epoch, idx) values ($1, $2, $3)
            on conflict (tenant) do update set epoch = excluded.epoch, idx = excluded.idx
            where (p.epoch, p.idx) < (excluded.epoch, excluded.idx)
            """).With(tenant, place.Epoch, place.Index);
        await upsert.ExecuteNonQueryAsync(token);
    }

    private sealed record Wanted(AccessRecord Access, SubscriptionCard Subscription);
}
