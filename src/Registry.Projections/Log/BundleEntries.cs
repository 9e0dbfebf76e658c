using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using Registry.Domain.Bundle;
using Registry.Domain.Epochs;
using Registry.Domain.Events;
using Registry.Domain.Keys;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>Which entries a scope asks for, and what else is needed to judge them. Reads in constant memory.</summary>
internal sealed class BundleEntries(NpgsqlDataSource database, string schema)
{
    internal sealed record Row(long Index, byte[] Body, string Type, string Data, string Headers, Guid Stream);

    private static readonly string[] NamingBatches =
        [StoredEvents.Names[typeof(LicenceEvent.MintedInBatch)], StoredEvents.Names[typeof(LicenceEvent.Reissued)]];

    // $1 log, $2 tenant, $3 size, $4 and $5 the period, $6 streams.
    private string Wanted =>
        $"""
        with wanted as (
            select idx, event_id from {schema}.log_entry where log = $1 and idx >= $4 and idx < least($5, $3)
            union
            select e.idx, e.event_id
            from {schema}.mt_events m join {schema}.log_entry e on e.event_id = m.id
            where m.tenant_id = $2 and m.stream_id = any($6) and e.log = $1 and e.idx < $3)
        """;

    /// <summary>The entries in the order of the log.</summary>
    public async IAsyncEnumerable<Row> ReadAsync(
        TenantLog log, long size, BundleScope scope, IReadOnlyList<Guid> keys, [EnumeratorCancellation] CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            {Wanted}
            select w.idx, e.body, m.type, m.data::text, m.headers::text, m.stream_id
            from wanted w join {schema}.log_entry e on e.log = $1 and e.idx = w.idx
            join {schema}.mt_events m on m.tenant_id = $2 and m.id = w.event_id order by w.idx
            """).With(Arguments(log, size, scope, [.. scope.StreamIds ?? [], .. keys]));
        await using var reader = await select.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
            yield return new(
                reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetGuid(5));
    }

    /// <summary>
    /// The streams of the log's keys, of all keys that signed the scope's entries, of the keys that signed those keys' records,
    /// and so on up to the authority's first; what opens the log, where that is a discontinuity; and erasures that payloads are
    /// left out for.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> KeyStreamsAsync(
        TenantLog log, long size, BundleScope scope, IReadOnlyList<Guid> erasures, CancellationToken token)
    {
        // Entry 0 introduces the authority's key, whatever else is asked for.
        var kids = await KidsAsync(log, size, new BundleScope.Period(0, Math.Min(1, size)), [], token);
        kids.UnionWith(await KidsAsync(log, size, scope, scope.StreamIds ?? [], token));
        while (true)
        {
            Guid[] streams =
            [
                .. erasures, .. kids.Select(kid => SigningKeyId.Of(kid).Value), .. log.Keys.All.Select(key => LogKeyId.Of(key.Key.ToString()).Value),
            ];
            var signers = await KidsAsync(log, size, new BundleScope.Period(0, 0), streams, token);
            if (signers.IsSubsetOf(kids))
                return [.. streams, EpochId.Of(log.Origin).Value];
            kids.UnionWith(signers);
        }
    }

    /// <summary>Everybody whom the events of these streams name.</summary>
    public async Task<IReadOnlyList<SubjectTag>> SubjectsAsync(
        TenantLog log, long size, IReadOnlyList<Guid> streams, CancellationToken token)
    {
        var named = new HashSet<SubjectTag>();
        await foreach (var row in ReadAsync(log, size, new BundleScope.Period(0, 0), streams, token))
            named.UnionWith(SubjectsIn(row) ?? []);
        return [.. named];
    }

    /// <summary>Whom an event names; null for one that cannot be read here, which may name anybody.</summary>
    public static IEnumerable<SubjectTag>? SubjectsIn(Row row)
    {
        using var data = JsonDocument.Parse(row.Data);
        return StoredEvents.Read(row.Type, data.RootElement) is { } fact ? NamedSubjects.In(fact) : null;
    }

    /// <summary>Those of the streams that have entries in the tree of this size.</summary>
    public async Task<IReadOnlyList<Guid>> PublishedAsync(
        TenantLog log, long size, IReadOnlyList<Guid> streams, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select distinct m.stream_id from {schema}.mt_events m join {schema}.log_entry e on e.event_id = m.id
            where m.tenant_id = $2 and m.stream_id = any($4) and e.log = $1 and e.idx < $3 order by m.stream_id
            """).With(log.Id, log.Tenant, size, streams.ToArray());
        return await ListAsync(select, token);
    }

    /// <summary>The batches that a licence's entries in the tree of this size name.</summary>
    public async Task<IReadOnlyList<Guid>> BatchesOfAsync(TenantLog log, long size, Guid licence, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select distinct (m.data ->> 'batch')::uuid from {schema}.mt_events m join {schema}.log_entry e on e.event_id = m.id
            where m.tenant_id = $2 and m.stream_id = $4 and m.type = any($5) and e.log = $1 and e.idx < $3
            """).With(log.Id, log.Tenant, size, licence, NamingBatches);
        return await ListAsync(select, token);
    }

    /// <summary>The streams that hold these events.</summary>
    public async Task<IReadOnlyList<Guid>> StreamsOfAsync(TenantLog log, IReadOnlyList<Guid> events, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"select distinct stream_id from {schema}.mt_events where tenant_id = $1 and id = any($2)")
            .With(log.Tenant, events.ToArray());
        return await ListAsync(select, token);
    }

    private async Task<HashSet<string>> KidsAsync(
        TenantLog log, long size, BundleScope scope, IReadOnlyList<Guid> streams, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            {Wanted}
            select distinct convert_from(e.body, 'UTF8')::jsonb ->> 'kid'
            from wanted w join {schema}.log_entry e on e.log = $1 and e.idx = w.idx
            """).With(Arguments(log, size, scope, streams));
        await using var reader = await select.ExecuteReaderAsync(token);
        var kids = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(token))
            kids.Add(reader.GetString(0));
        return kids;
    }

    private static object[] Arguments(TenantLog log, long size, BundleScope scope, IReadOnlyList<Guid> streams)
    {
        var (from, to) = scope is BundleScope.Period period ? (period.From, period.To) : (0L, 0L);
        return [log.Id, log.Tenant, size, from, to, streams.ToArray()];
    }

    private static async Task<IReadOnlyList<Guid>> ListAsync(NpgsqlCommand select, CancellationToken token)
    {
        await using var reader = await select.ExecuteReaderAsync(token);
        var found = new List<Guid>();
        while (await reader.ReadAsync(token))
            found.Add(reader.GetGuid(0));
        return found;
    }
}
