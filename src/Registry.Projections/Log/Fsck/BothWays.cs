using Npgsql;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Fsck;

/// <summary>
/// Events against inbox and entries, both ways, by anti-join: gaps in Marten's sequence are normal and mean nothing
/// (verifiable-log reference 7.5). Also what only all epochs together show.
/// </summary>
internal static class BothWays
{
    // Each compares whole tables, which takes as long as it takes.
    private const int Unlimited = 0;

    public static async Task CompareAsync(
        NpgsqlConnection connection, string schema, string tenant, Findings findings, CancellationToken token)
    {
        foreach (var (code, query) in Queries(schema))
            await First(code, query);
        await CompareInboxAsync(connection, schema, tenant, findings, token);

        async Task First(string code, string query)
        {
            await using var select = new NpgsqlCommand(query, connection) { CommandTimeout = Unlimited }.With(tenant);
            await using var reader = await select.ExecuteReaderAsync(token);
            if (await reader.ReadAsync(token))
                findings.Add(code, reader.IsDBNull(0) ? null : reader.GetInt64(0), reader.GetString(1));
        }
    }

    /// <summary>The first event without a place, or place without an event; null when there is none. The reconciler's part.</summary>
    public static async Task<FsckFinding?> FirstUnmatchedAsync(
        NpgsqlConnection connection, string schema, string tenant, CancellationToken token)
    {
        var findings = new Findings(log: null);
        await CompareAsync(connection, schema, tenant, findings, token);
        return findings.Earliest;
    }

    // Tombstones are Marten's own mark for a sequence number that was given out and not used.
    private static (string Code, string Query)[] Queries(string schema) =>
    [
        (FsckCodes.EventUnlogged,
            $"""
            select null::bigint, format('Event %s, version %s of stream %s.', m.id, m.version, m.stream_id)
            from {schema}.mt_events m
            where m.tenant_id = $1 and m.type <> 'tombstone'
              and not exists (
                select from {schema}.log_entry e join {schema}.log_head h on h.log = e.log and h.tenant = $1 where e.event_id = m.id)
              and not exists (
                select from {schema}.log_inbox i join {schema}.log_head h on h.log = i.log and h.tenant = $1 where i.event_id = m.id)
            order by m.seq_id limit 1
            """),
        (FsckCodes.EventMissing,
            $"""
            select e.idx, format('There is no event %s.', e.event_id)
            from {schema}.log_entry e join {schema}.log_head h on h.log = e.log and h.tenant = $1
            where not exists (select from {schema}.mt_events m where m.tenant_id = $1 and m.id = e.event_id)
            order by h.epoch, e.idx limit 1
            """),
        (FsckCodes.LogForeign,
            $"""
            select r.idx, format('%s has rows of log %s, which has no head.', r.place, r.log)
            from (
                select 'log_entry' as place, log, idx from {schema}.log_entry
                union all select 'log_inbox', log, null from {schema}.log_inbox
                union all select 'log_subtree', log, null from {schema}.log_subtree
                union all select 'log_checkpoint', log, null from {schema}.log_checkpoint
                union all select 'log_publication', log, null from {schema}.log_publication
                union all select 'log_timestamp', log, null from {schema}.log_timestamp) r
            where $1 <> '' and not exists (select from {schema}.log_head h where h.log = r.log)
            order by r.idx, r.place, r.log limit 1
            """),
        (FsckCodes.HeadDiffers,
            $"""
            select null::bigint, format('Epoch %s of log %s is number %s of its authority.', h.epoch, h.log, h.place)
            from (select log, epoch, row_number() over (order by epoch) as place from {schema}.log_head where tenant = $1) h
            where h.epoch <> h.place order by h.epoch limit 1
            """),
        (FsckCodes.InboxEventMissing,
            $"""
            select null::bigint, format('There is no event %s.', i.event_id)
            from {schema}.log_inbox i join {schema}.log_head h on h.log = i.log and h.tenant = $1
            where not exists (select from {schema}.mt_events m where m.tenant_id = $1 and m.id = i.event_id)
            order by i.seq limit 1
            """),
        (FsckCodes.InboxRepeated,
            $"""
            select e.idx, format('Event %s waits in the inbox again.', i.event_id)
            from {schema}.log_inbox i join {schema}.log_entry e on e.event_id = i.event_id
            join {schema}.log_head h on h.log = i.log and h.tenant = $1 order by i.seq limit 1
            """),
        (FsckCodes.StreamOrder,
            $"""
            select idx, format('Version %s of stream %s has place %s in the log.', version, stream_id, place)
            from (
                select h.epoch, e.idx, m.version, m.stream_id,
                       row_number() over (partition by m.stream_id order by h.epoch, e.idx) as place
                from {schema}.log_entry e join {schema}.log_head h on h.log = e.log and h.tenant = $1
                join {schema}.mt_events m on m.tenant_id = $1 and m.id = e.event_id) placed
            where version <> place order by epoch, idx limit 1
            """),
        // Where a save fails, Marten leaves a stream for tombstones: a row of version 0, in it what numbers were drawn, or nothing.
        (FsckCodes.StreamVersion,
            $"""
            select null::bigint, format('Stream %s: its row says %s%s, its events end at %s.',
                coalesce(s.id, m.stream_id), s.version, case when s.is_archived then ' and archived' end, m.version)
            from (select id, version, is_archived from {schema}.mt_streams where tenant_id = $1) s
            full join (
                select stream_id, max(version) as version from {schema}.mt_events
                where tenant_id = $1 and type <> 'tombstone' group by stream_id) m on m.stream_id = s.id
            where (coalesce(s.version, 0) <> coalesce(m.version, 0) or s.is_archived is distinct from false)
              and not exists (select from {schema}.mt_events t where t.stream_id = s.id and t.type = 'tombstone')
            order by s.id limit 1
            """),
    ];

    private static async Task CompareInboxAsync(
        NpgsqlConnection connection, string schema, string tenant, Findings findings, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select i.event_id, i.body, i.leaf, {EventRow.Columns}
            from {schema}.log_inbox i join {schema}.log_head h on h.log = i.log and h.tenant = $1
            left join {schema}.mt_events m on m.tenant_id = $1 and m.id = i.event_id
            order by i.seq
            """,
            connection).With(tenant);
        await using var reader = await select.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
        {
            var (id, body) = (reader.GetGuid(0), reader.GetFieldValue<byte[]>(1));
            if (!LogEntry.TryRead(body, out var entry, out _) || entry!.Id != id
                || !MerkleTree.LeafHash(body).AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(2)))
                findings.Add(FsckCodes.InboxDiffers, null, $"The row of event {id} is not what was queued.");
            else if (!reader.IsDBNull(3))
                CompareWaiting(EventRow.Read(reader, 3), entry, findings);
        }
    }

    // Before it has its place an event is covered by its own entry only; key and signature are judged in the log.
    private static void CompareWaiting(EventRow fact, LogEntry entry, Findings findings)
    {
        fact.Compare(entry, null, findings);
        if (fact.Open() is not var (payload, salt))
        {
            findings.Add(VerdictCodes.PayloadMalformed, null, $"The payload of event {entry.Id} cannot be composed.");
            return;
        }
        using (payload)
        {
            if (EntryChecks.CheckCommitment(entry, 0, payload.RootElement, salt) is { } verdict)
                findings.Add(verdict.Code, null, verdict.Detail);
            fact.CompareMeta(payload.RootElement.GetProperty("meta"), null, findings);
        }
    }
}
