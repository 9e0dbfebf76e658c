using System.Runtime.CompilerServices;
using System.Text.Json;
using JasperFx.Events;
using Npgsql;
using Registry.Domain.Events;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Fsck;

/// <summary>A tenant's events as a projection is given them, stream by stream, from the tables alone.</summary>
/// <param name="unreadable">Is told of an event that cannot be read, which is left out.</param>
internal sealed class StoredStreams(NpgsqlConnection connection, string schema, string tenant, Action<string> unreadable)
{
    private const int BatchSize = 2048;
    private const string Columns = "id, type, stream_id, version, timestamp, data::text, headers::text";

    /// <summary>All of them, in the order of the streams' ids. A batch has whole streams, and at least one.</summary>
    public async IAsyncEnumerable<IReadOnlyList<List<IEvent>>> AllAsync([EnumeratorCancellation] CancellationToken token)
    {
        var place = (Stream: Guid.Empty, Version: 0L);
        List<IEvent> waiting = [];
        var more = true;
        while (more)
        {
            await using var select = new NpgsqlCommand(
                $"""
                select {Columns} from {schema}.mt_events
                where tenant_id = $1 and type <> 'tombstone' and (stream_id, version) > ($2, $3)
                order by stream_id, version limit {BatchSize}
                """,
                connection).With(tenant, place.Stream, place.Version);
            var (facts, last) = await ReadAsync(select, token);
            more = last is not null;
            place = last ?? place;
            waiting.AddRange(facts);
            // The last stream may go on in the next batch.
            var whole = more ? [.. waiting.Where(fact => fact.StreamId != place.Stream)] : waiting;
            waiting = more ? [.. waiting.Where(fact => fact.StreamId == place.Stream)] : [];
            if (whole.Count > 0)
                yield return ByStream(whole);
        }
    }

    public async Task<IReadOnlyList<List<IEvent>>> OfStreamsAsync(IReadOnlyCollection<Guid> streams, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select {Columns} from {schema}.mt_events
            where tenant_id = $1 and type <> 'tombstone' and stream_id = any($2) order by stream_id, version
            """,
            connection).With(tenant, streams.ToArray());
        return ByStream((await ReadAsync(select, token)).Facts);
    }

    /// <summary>Single events, each as if it were its stream.</summary>
    public async Task<IReadOnlyList<List<IEvent>>> OfEventsAsync(IReadOnlyCollection<Guid> events, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"select {Columns} from {schema}.mt_events where tenant_id = $1 and type <> 'tombstone' and id = any($2)", connection)
            .With(tenant, events.ToArray());
        return [.. (await ReadAsync(select, token)).Facts.Select(fact => new List<IEvent> { fact })];
    }

    private static List<List<IEvent>> ByStream(IEnumerable<IEvent> facts) =>
        [.. facts.GroupBy(fact => fact.StreamId).Select(stream => stream.ToList())];

    private async Task<(List<IEvent> Facts, (Guid Stream, long Version)? Last)> ReadAsync(NpgsqlCommand select, CancellationToken token)
    {
        await using var reader = await select.ExecuteReaderAsync(token);
        var facts = new List<IEvent>();
        (Guid, long)? last = null;
        while (await reader.ReadAsync(token))
        {
            last = (reader.GetGuid(2), reader.GetInt64(3));
            if (Read(reader) is { } fact)
                facts.Add(fact);
            else
                unreadable($"Event {reader.GetGuid(0)} is no {reader.GetString(1)}.");
        }
        return (facts, last);
    }

    private static IEvent? Read(NpgsqlDataReader reader)
    {
        using var json = JsonDocument.Parse(reader.GetString(5));
        if (StoredEvents.Read(reader.GetString(1), json.RootElement) is not { } data)
            return null;
        var fact = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(data.GetType()), data)!;
        fact.Id = reader.GetGuid(0);
        fact.StreamId = reader.GetGuid(2);
        fact.Version = reader.GetInt64(3);
        fact.Timestamp = reader.GetFieldValue<DateTimeOffset>(4);
        using var headers = JsonDocument.Parse(reader.IsDBNull(6) ? "{}" : reader.GetString(6));
        if (headers.RootElement.ValueKind is not JsonValueKind.Object)
            return null;
        foreach (var header in headers.RootElement.EnumerateObject())
            fact.SetHeader(header.Name, header.Value.ToString());
        return fact;
    }
}
