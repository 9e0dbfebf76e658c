using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Fsck;

/// <summary>
/// The accesses to each person's data, numbered from 1 without gaps in each log, and the count from which the next number
/// comes: a lowered one would give a number twice.
/// </summary>
internal static class CountCheck
{
    public static async Task CompareAsync(NpgsqlConnection connection, string schema, string tenant, Findings findings, CancellationToken token)
    {
        // What an insider made of a number may be no number.
        await using var select = new NpgsqlCommand(
            $"""
            with place as (
                select e.log, e.event_id from {schema}.log_entry e join {schema}.log_head h on h.log = e.log and h.tenant = $1
                union all
                select i.log, i.event_id from {schema}.log_inbox i join {schema}.log_head h on h.log = i.log and h.tenant = $1),
            given as (
                select p.log, a.data ->> 'subject' as subject, count(*) as given, count(distinct a.data ->> 'number') as distinct,
                    max(case when a.data ->> 'number' ~ '^[1-9][0-9]*$' and length(a.data ->> 'number') < 19 then (a.data ->> 'number')::bigint end) as last
                from {schema}.mt_doc_accessrecord a join place p on p.event_id::text = a.data ->> 'eventId'
                where a.tenant_id = $1 group by 1, 2),
            kept as (select c.* from {schema}.access_count c join {schema}.log_head h on h.log = c.log and h.tenant = $1)
            select format('%s has %s accesses in %s up to number %s, the count says %s.', coalesce(g.subject, k.subject), coalesce(given, 0),
                coalesce(g.log, k.log), coalesce(last, 0), coalesce(n, 0))
            from given g full join kept k on k.log = g.log and k.subject = g.subject
            where (given, last, n) is distinct from (g.distinct, given, given)
            order by 1 limit 1
            """,
            connection) { CommandTimeout = 0 }.With(tenant);
        await using var reader = await select.ExecuteReaderAsync(token);
        if (await reader.ReadAsync(token))
            findings.Add(FsckCodes.CountDiffers, null, reader.GetString(0));
    }
}
