using Npgsql;
using Registry.Domain.Bundle;
using Registry.Domain.Events;
using Registry.Domain.Personal;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>An erasure that everybody can see, so that a payload can be left out for it.</summary>
/// <param name="Id">Its stream.</param>
/// <param name="Key">Values sealed with this data key or an earlier one are gone.</param>
/// <param name="Streams">The cases and licences that they were in.</param>
public sealed record PublishedErasure(Guid Id, SubjectTag Subject, int Key, IReadOnlySet<Guid> Streams)
{
    /// <summary>
    /// Whether an event of a case or licence holds values that were erased: nobody gets their ciphertext any more. Elsewhere it stays, because
    /// the erasure does not name the stream, and the verifier tells it by its key.
    /// </summary>
    internal bool Covers(Guid stream, object fact) => (stream == Id || Streams.Contains(stream))
        && NamedSubjects.ValuesIn(fact).Any(value => value.Subject == Subject && value.Sealed?.Key <= Key);
}

/// <summary>The erasures in the tree of a size that something in a scope was erased by.</summary>
internal sealed class PublishedErasures(NpgsqlDataSource database, string schema)
{
    private static readonly string[] WithPersonalValues =
        [.. StoredEvents.Names.Where(pair => NamedSubjects.HasValues(pair.Key)).Select(pair => pair.Value)];

    public async Task<IReadOnlyList<PublishedErasure>> OfAsync(TenantLog log, long size, BundleScope scope, CancellationToken token)
    {
        var all = await AllAsync(log, size, token);
        if (all.Count == 0 || scope is BundleScope.Everything)
            return [];
        var held = await HeldAsync(log, scope, [.. all.Select(erasure => erasure.Subject.Value)], token);
        return [.. all.Where(erasure => held.Any(one => one.Subject == erasure.Subject.Value && one.Key <= erasure.Key))];
    }

    public static bool Cover(IReadOnlyList<PublishedErasure> erasures, BundleEntries.Row row)
    {
        if (erasures.Count == 0)
            return false;
        using var data = System.Text.Json.JsonDocument.Parse(row.Data);
        return StoredEvents.Read(row.Type, data.RootElement) is { } fact && erasures.Any(erasure => erasure.Covers(row.Stream, fact));
    }

    private async Task<IReadOnlyList<PublishedErasure>> AllAsync(TenantLog log, long size, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select c.id, c.data ->> 'subject', (c.data ->> 'key')::int, array(select jsonb_array_elements_text(c.data -> 'streams'))::uuid[]
            from {schema}.mt_doc_erasurecard c
            where c.tenant_id = $2 and c.data ->> 'key' is not null and exists (
                select from {schema}.mt_events m join {schema}.log_entry e on e.event_id = m.id
                where m.tenant_id = $2 and m.stream_id = c.id and m.type = 'subject_erased.v1' and e.log = $1 and e.idx < $3)
            order by c.id
            """).With(log.Id, log.Tenant, size);
        await using var reader = await select.ExecuteReaderAsync(token);
        var found = new List<PublishedErasure>();
        while (await reader.ReadAsync(token))
            found.Add(new(
                reader.GetGuid(0), new SubjectTag(reader.GetString(1)), reader.GetInt32(2),
                reader.GetFieldValue<Guid[]>(3).ToHashSet()));
        return found;
    }

    /// <summary>The data keys of these people that values in a scope were sealed with, in whichever stream and log of it.</summary>
    private async Task<IReadOnlyList<(string Subject, int Key)>> HeldAsync(
        TenantLog log, BundleScope scope, string[] subjects, CancellationToken token)
    {
        var period = scope as BundleScope.Period;
        await using var select = database.CreateCommand(
            $"""
            select distinct held.value ->> 'subject', coalesce((held.value ->> 'key')::int, 1)
            from {schema}.mt_events m {(period is null ? "" : $"join {schema}.log_entry e on e.event_id = m.id and e.log = $4 and e.idx >= $5 and e.idx < $6")}
            cross join lateral jsonb_each(m.data) as member
            cross join lateral jsonb_array_elements(
                case jsonb_typeof(member.value) when 'array' then member.value else jsonb_build_array(member.value) end) as held (value)
            where m.tenant_id = $1 and m.type = any($2) {(period is null ? "and m.stream_id = any($4)" : "")}
              and held.value ->> 'origin' is not null and held.value ->> 'subject' = any($3)
            """).With(
                [log.Tenant, WithPersonalValues, subjects, .. period is null ? new object[] { scope.StreamIds!.ToArray() } : [log.Id, period.From, period.To]]);
        await using var reader = await select.ExecuteReaderAsync(token);
        var held = new List<(string, int)>();
        while (await reader.ReadAsync(token))
            held.Add((reader.GetString(0), reader.GetInt32(1)));
        return held;
    }
}
