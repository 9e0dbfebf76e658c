using System.Text;
using System.Text.Json.Nodes;
using JasperFx.Events;
using Marten;
using Npgsql;
using Registry.Domain.Canonical;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Fsck;

/// <summary>A row with the JSON that it must hold, as Marten writes it and in the form that is compared.</summary>
internal sealed record FoldedRow(ExpectedRow Expected, string Json, byte[] Canonical);

/// <summary>A row that is not there, or is not what the events make of it.</summary>
internal sealed record WrongRow(ReadModel Model, FoldedRow Row, bool Missing)
{
    public ExpectedRow Expected => Row.Expected;
}

/// <summary>The read models' tables beside what the events make of them.</summary>
/// <param name="unreadable">Is told of a stream that cannot be folded, which is left out.</param>
internal sealed class ReadModelRows(
    NpgsqlConnection connection, IDocumentStore store, string schema, string tenant, Action<string> unreadable)
{
    private readonly ISerializer serializer = ((DocumentStore)store).Options.Serializer();

    /// <summary>Rows found, by read model, whatever they held.</summary>
    public Dictionary<ReadModel, long> Found { get; } = ReadModel.All.ToDictionary(model => model, _ => 0L);

    public async Task<List<WrongRow>> CompareAsync(IReadOnlyList<List<IEvent>> streams, CancellationToken token)
    {
        var wrong = new List<WrongRow>();
        foreach (var model in ReadModel.All)
        {
            var rows = RowsOf(model, streams);
            if (rows.Count == 0)
                continue;
            var stored = await StoredAsync(model, rows.Select(row => row.Expected.Id), token);
            Found[model] += stored.Count;
            foreach (var row in rows)
                if (!stored.TryGetValue(row.Expected.Id, out var found))
                    wrong.Add(new(model, row, Missing: true));
                else if (!Same(row, found))
                    wrong.Add(new(model, row, Missing: false));
        }
        return wrong;
    }

    /// <summary>The rows that a read model must have of these streams.</summary>
    public IReadOnlyList<FoldedRow> RowsOf(ReadModel model, IReadOnlyList<List<IEvent>> streams)
    {
        var rows = new List<FoldedRow>();
        foreach (var stream in streams)
            try
            {
                rows.AddRange([.. model.Rows(stream).Select(Folded)]);
            }
            // A fold, or a row's JSON, may trip over whatever an insider made of an event; that is a finding, not a failure.
            catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
            {
                unreadable($"Stream {stream[0].StreamId} cannot be folded: {e.GetType().Name}.");
            }
        return rows;
    }

    public async Task<long> CountAsync(ReadModel model, CancellationToken token)
    {
        await using var count = new NpgsqlCommand($"select count(*) from {schema}.{model.Table} where tenant_id = $1", connection).With(tenant);
        return (long)(await count.ExecuteScalarAsync(token))!;
    }

    private FoldedRow Folded(ExpectedRow row)
    {
        var document = JsonNode.Parse(serializer.ToJson(row.Document))!.AsObject();
        if (document.ContainsKey("version"))
            document["version"] = row.Version;
        var json = document.ToJsonString();
        return new(row, json, Canonical(json));
    }

    private async Task<Dictionary<string, string>> StoredAsync(ReadModel model, IEnumerable<string> ids, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"select id::text, data::text from {schema}.{model.Table} where tenant_id = $1 and id = any($2::{model.IdType}[])", connection)
            .With(tenant, ids.ToArray());
        var stored = new Dictionary<string, string>();
        await using var reader = await select.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
            stored[reader.GetString(0)] = reader.GetString(1);
        return stored;
    }

    private static bool Same(FoldedRow expected, string found)
    {
        try
        {
            return expected.Canonical.AsSpan().SequenceEqual(Canonical(found));
        }
        catch (CanonicalJsonException)
        {
            return false;
        }
    }

    private static byte[] Canonical(string json) => JsonCanonicalizer.Canonicalize(Encoding.UTF8.GetBytes(json));
}
