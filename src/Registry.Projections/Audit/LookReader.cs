using System.Globalization;
using Npgsql;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Domain.Events;
using Registry.Domain.Identifiers;
using Registry.Domain.Log;
using Registry.Domain.Personal;
using Registry.Projections.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Audit;

/// <summary>What the log has brought since it was last judged.</summary>
/// <param name="From">First index that was read; <paramref name="Until"/> the one after the last.</param>
public sealed record FreshLooks(IReadOnlyList<Look> Looks, long From, long Until);

/// <summary>
/// Reads looks by staff as they are judged: new ones in the order of the log, which has neither gaps nor late commits, from a
/// position kept in the database; earlier ones by officer and time. Who looks at the looks is not among them.
/// </summary>
public sealed class LookReader(NpgsqlDataSource database, string schema)
{
    /// <summary>Entries read at once.</summary>
    private const int Most = 2000;

    private static readonly string[] AccessEvents =
        [.. StoredEvents.Names.Where(pair => pair.Key.IsSubclassOf(typeof(AccessEvent))).Select(pair => pair.Value)];

    public async Task<FreshLooks> NextAsync(TenantLog log, CancellationToken token)
    {
        await using var position = database.CreateCommand(
            $"select coalesce((select judged from {schema}.audit_position where log = $1), 0), size from {schema}.log_head where log = $1")
            .With(log.Id);
        var (from, size) = (0L, 0L);
        await using (var reader = await position.ExecuteReaderAsync(token))
            if (await reader.ReadAsync(token))
                (from, size) = (reader.GetInt64(0), reader.GetInt64(1));
        var until = Math.Min(size, from + Most);
        if (until <= from)
            return new([], from, from);

        await using var select = database.CreateCommand(
            $"""
            select m.id, m.headers ->> 'at', m.headers ->> 'actor', m.headers ->> 'agency', m.headers ->> 'step', m.type = '{Refused}',
                array(select jsonb_array_elements_text(m.data -> 'subjects'))
            from {schema}.log_entry e join {schema}.mt_events m on m.tenant_id = $1 and m.id = e.event_id
            where e.log = $2 and e.idx >= $3 and e.idx < $4 and m.type = any($5)
              and m.headers ->> 'role' not in ('citizen', 'platform') and m.data ->> 'data' <> '{DataClass.Accesses}'
            order by e.idx
            """).With(log.Tenant, log.Id, from, until, AccessEvents);
        return new(await ReadAsync(select, token), from, until);
    }

    /// <summary>Says that everything before the index is judged. Only ever forward.</summary>
    public async Task MoveToAsync(TenantLog log, long until)
    {
        await using var move = database.CreateCommand(
            $"""
            insert into {schema}.audit_position as p (log, judged) values ($1, $2)
            on conflict (log) do update set judged = excluded.judged where p.judged < excluded.judged
            """).With(log.Id, until);
        await move.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <param name="officers">Whose; null for everybody's.</param>
    /// <param name="until">The moment after the last.</param>
    public async Task<IReadOnlyList<Look>> BetweenAsync(
        string tenant, IReadOnlyCollection<string>? officers, DateTimeOffset from, DateTimeOffset until, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select (data ->> 'eventId')::uuid, min(data ->> 'at'), min(data -> 'by' ->> 'actor'), min(data -> 'by' ->> 'agency'),
                min(data -> 'by' ->> 'step'), bool_or(data ->> 'refusedAs' is not null), array_agg(data ->> 'subject')
            from {schema}.mt_doc_accessrecord
            where tenant_id = $1 and data ->> 'at' >= $2 and data ->> 'at' < $3
              and data -> 'by' ->> 'role' not in ('citizen', 'platform') and data ->> 'data' <> '{DataClass.Accesses}'
              {(officers is null ? "" : "and data -> 'by' ->> 'actor' = any($4)")}
            group by 1
            """).With([tenant, LogEntry.TimeText(from), LogEntry.TimeText(until), .. officers is null ? [] : new object[] { officers.ToArray() }]);
        return await ReadAsync(select, token);
    }

    private static string Refused => StoredEvents.Names[typeof(AccessEvent.Refused)];

    private static async Task<IReadOnlyList<Look>> ReadAsync(NpgsqlCommand select, CancellationToken token)
    {
        await using var reader = await select.ExecuteReaderAsync(token);
        var looks = new List<Look>();
        while (await reader.ReadAsync(token))
            looks.Add(new(
                reader.GetGuid(0), DateTimeOffset.Parse(reader.GetString(1), CultureInfo.InvariantCulture), reader.GetString(2),
                reader.IsDBNull(3) ? null : Uscc.Parse(reader.GetString(3)), reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.GetBoolean(5), [.. reader.GetFieldValue<string[]>(6).Select(tag => new SubjectTag(tag))]));
        return looks;
    }
}
