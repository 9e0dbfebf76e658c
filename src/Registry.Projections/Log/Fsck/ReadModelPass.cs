using System.Text.Json;
using System.Text.Json.Nodes;
using JasperFx.Events;
using Marten;
using Npgsql;
using Registry.Domain.Canonical;
using Registry.Domain.Events;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Fsck;

/// <summary>
/// Folds every stream anew and compares with the rows of each read model: one that is missing, one that differs, one that no
/// event made (invariant I4; operations reference 1.2 row 27).
/// </summary>
internal sealed class ReadModelPass(NpgsqlConnection connection, IDocumentStore store, string schema, string tenant, Findings findings)
{
    private const int BatchSize = 2048;

    private readonly ISerializer serializer = ((DocumentStore)store).Options.Serializer();
    private readonly Dictionary<ReadModel, long> matched = ReadModel.All.ToDictionary(model => model, _ => 0L);
    private (Guid Stream, long Version) last = (Guid.Empty, 0);

    /// <summary>Returns the number of events folded.</summary>
    public async Task<long> RunAsync(Action<long> progress, CancellationToken token)
    {
        long done = 0;
        List<IEvent> waiting = [];
        while (await ReadAsync(token) is { Count: > 0 } facts)
        {
            done += facts.Count;
            waiting.AddRange(facts);
            // The last stream may go on in the next batch.
            var whole = waiting.Where(fact => fact.StreamId != waiting[^1].StreamId).ToList();
            waiting.RemoveRange(0, whole.Count);
            await CompareAsync(whole, token);
            progress(done);
        }
        await CompareAsync(waiting, token);
        foreach (var model in ReadModel.All)
            await RequireNoMoreAsync(model, token);
        return done;
    }

    private async Task<List<IEvent>> ReadAsync(CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select id, type, stream_id, version, timestamp, data::text, headers::text from {schema}.mt_events
            where tenant_id = $1 and type <> 'tombstone' and (stream_id, version) > ($2, $3)
            order by stream_id, version limit {BatchSize}
            """,
            connection).With(tenant, last.Stream, last.Version);
        await using var reader = await select.ExecuteReaderAsync(token);
        var facts = new List<IEvent>();
        while (await reader.ReadAsync(token))
        {
            last = (reader.GetGuid(2), reader.GetInt64(3));
            if (Read(reader) is { } fact)
                facts.Add(fact);
            else
                findings.Add(FsckCodes.EventUnreadable, null, $"Event {reader.GetGuid(0)} is no {reader.GetString(1)}.");
        }
        return facts;
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

    private async Task CompareAsync(List<IEvent> facts, CancellationToken token)
    {
        var streams = facts.GroupBy(fact => fact.StreamId).Select(stream => stream.ToList()).ToList();
        foreach (var model in ReadModel.All)
            await CompareAsync(model, [.. streams.SelectMany(stream => Rows(model, stream))], token);
    }

    // A fold, or a row's JSON, may trip over whatever an insider made of an event; that is a finding, not a failure.
    private IReadOnlyList<(ExpectedRow Row, byte[] Json)> Rows(ReadModel model, List<IEvent> stream)
    {
        try
        {
            return [.. model.Rows(stream).Select(row => (row, Json(row)))];
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            findings.Add(FsckCodes.EventUnreadable, null, $"Stream {stream[0].StreamId} cannot be folded: {e.GetType().Name}.");
            return [];
        }
    }

    private byte[] Json(ExpectedRow row)
    {
        var document = JsonNode.Parse(serializer.ToJson(row.Document))!.AsObject();
        if (document.ContainsKey("version"))
            document["version"] = row.Version;
        return Canonical(document.ToJsonString());
    }

    private async Task CompareAsync(ReadModel model, List<(ExpectedRow Row, byte[] Json)> rows, CancellationToken token)
    {
        if (rows.Count == 0)
            return;
        await using var select = new NpgsqlCommand(
            $"select id::text, data::text from {schema}.{model.Table} where tenant_id = $1 and id::text = any($2)", connection)
            .With(tenant, rows.Select(expected => expected.Row.Id).ToArray());
        var stored = new Dictionary<string, string>();
        await using (var reader = await select.ExecuteReaderAsync(token))
            while (await reader.ReadAsync(token))
                stored[reader.GetString(0)] = reader.GetString(1);
        matched[model] += stored.Count;
        foreach (var (row, json) in rows)
            if (!stored.TryGetValue(row.Id, out var found))
                await AddAsync(FsckCodes.ReadModelMissing, model, row, token);
            else if (!Same(json, found))
                await AddAsync(FsckCodes.ReadModelDiffers, model, row, token);
    }

    private static bool Same(byte[] expected, string found)
    {
        try
        {
            return expected.AsSpan().SequenceEqual(Canonical(found));
        }
        catch (CanonicalJsonException)
        {
            return false;
        }
    }

    private static byte[] Canonical(string json) => JsonCanonicalizer.Canonicalize(System.Text.Encoding.UTF8.GetBytes(json));

    private async Task AddAsync(string code, ReadModel model, ExpectedRow row, CancellationToken token)
    {
        await using var select = new NpgsqlCommand($"select idx from {schema}.log_entry where event_id = $1", connection).With(row.LastEvent);
        findings.Add(code, (long?)await select.ExecuteScalarAsync(token), $"{model.Document.Name} {row.Id}.");
    }

    private async Task RequireNoMoreAsync(ReadModel model, CancellationToken token)
    {
        await using var select = new NpgsqlCommand($"select count(*) from {schema}.{model.Table} where tenant_id = $1", connection).With(tenant);
        var rows = (long)(await select.ExecuteScalarAsync(token))!;
        if (rows > matched[model])
            findings.Add(FsckCodes.ReadModelForeign, null, $"{model.Document.Name}: {rows - matched[model]} rows that no event made.");
    }
}
