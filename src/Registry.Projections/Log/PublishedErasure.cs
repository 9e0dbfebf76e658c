using Npgsql;
using Registry.Domain.Bundle;
using Registry.Domain.Events;
using Registry.Domain.Personal;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>An erasure that everybody can see, so that a payload can be left out for it.</summary>
/// <param name="Id">Its stream.</param>
/// <param name="Key">Values sealed with this data key or an earlier one are gone.</param>
/// <param name="Streams">Where they were.</param>
public sealed record PublishedErasure(Guid Id, SubjectTag Subject, int Key, IReadOnlySet<Guid> Streams)
{
    /// <summary>Whether personal values in an event of this stream were erased. Nobody gets their ciphertext any more.</summary>
    internal bool Covers(Guid stream, object fact) => (stream == Id || Streams.Contains(stream))
        && NamedSubjects.ValuesIn(fact).Any(value => value.Subject == Subject && value.Sealed?.Key <= Key);
}

/// <summary>The erasures in the tree of a size that are about streams of a scope.</summary>
internal sealed class PublishedErasures(NpgsqlDataSource database, string schema)
{
    public async Task<IReadOnlyList<PublishedErasure>> OfAsync(TenantLog log, long size, BundleScope scope, CancellationToken token)
    {
        var all = await AllAsync(log, size, token);
        if (all.Count == 0 || scope is BundleScope.Everything)
            return [];
        var asked = scope.StreamIds ?? await InPeriodAsync(log, scope, [.. all.SelectMany(erasure => erasure.Streams)], token);
        return [.. all.Where(erasure => erasure.Streams.Overlaps(asked))];
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

    private async Task<IReadOnlyList<Guid>> InPeriodAsync(TenantLog log, BundleScope scope, Guid[] streams, CancellationToken token)
    {
        var period = (BundleScope.Period)scope;
        await using var select = database.CreateCommand(
            $"""
            select distinct m.stream_id from {schema}.mt_events m join {schema}.log_entry e on e.event_id = m.id
            where m.tenant_id = $2 and m.stream_id = any($5) and e.log = $1 and e.idx >= $3 and e.idx < $4
            """).With(log.Id, log.Tenant, period.From, period.To, streams);
        await using var reader = await select.ExecuteReaderAsync(token);
        var found = new List<Guid>();
        while (await reader.ReadAsync(token))
            found.Add(reader.GetGuid(0));
        return found;
    }
}
