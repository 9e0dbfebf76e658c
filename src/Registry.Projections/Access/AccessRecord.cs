using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using Registry.Domain.Access;
using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Projections.Access;

/// <summary>One line of "who looked at my data": one per event and person.</summary>
public sealed record AccessRecord
{
    /// <summary>Event id and the person's place in the event's list.</summary>
    public required string Id { get; init; }
    public required string Subject { get; init; }
    public required Guid EventId { get; init; }

    /// <summary>The signed time of the event, RFC 3339 in UTC; its text order is the time order.</summary>
    public required string At { get; init; }
    /// <summary>The how manyth access to the person's data it is, from 1, in the event's log.</summary>
    public required long Number { get; init; }
    public required EventMeta By { get; init; }
    public required DataClass Data { get; init; }
    public required string Resource { get; init; }
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Set when one field was shown whole that is otherwise masked: what the step needed it for.</summary>
    public string? Need { get; init; }

    /// <summary>Set when nothing was shown.</summary>
    public string? RefusedAs { get; init; }
}

/// <summary>
/// No clock, no new ids, no other documents: a rebuild must give the same rows. All rows of a save are written by one
/// statement: with one a row, PostgreSQL spends more on parsing and planning than on the recorder's whole commit.
/// </summary>
public sealed class AccessRecordProjection : IProjection
{
    public const string Name = "AccessRecord";

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        foreach (var tenant in events.GroupBy(e => e.TenantId))
            Store(operations, tenant.Key, [.. tenant.SelectMany(RecordsOf)]);
        return Task.CompletedTask;
    }

    /// <summary>One record a person; none for another kind of event: inline, every event of the save comes by.</summary>
    public static IEnumerable<AccessRecord> RecordsOf(IEvent e)
    {
        if (e.Data is not AccessEvent access)
            return [];
        var (fields, need, refusedAs) = access switch
        {
            AccessEvent.Disclosed disclosed => (disclosed.Fields, (string?)null, (string?)null),
            AccessEvent.Unmasked unmasked => ([unmasked.Field], unmasked.Need, null),
            AccessEvent.Searched searched => (searched.Fields, null, null),
            AccessEvent.Refused refused => ([], null, refused.Code),
            var other => throw new InvalidOperationException($"{other.GetType()} is no access."),
        };
        var meta = EventMeta.Of(e);
        var numbers = AccessNumbers.Of(e);
        var at = LogEntry.TimeText(LogEntry.TimeOf(e.Timestamp));
        return access.Subjects.Index().Select(subject => new AccessRecord
        {
            Id = $"{e.Id:D}/{subject.Index}",
            Subject = subject.Item.Value,
            EventId = e.Id,
            At = at,
            Number = numbers[subject.Index],
            By = meta,
            Data = access.Data,
            Resource = access.Resource,
            Fields = fields,
            Need = need,
            RefusedAs = refusedAs,
        });
    }

    private static void Store(IDocumentOperations operations, string tenant, AccessRecord[] records)
    {
        if (records.Length == 0)
            return;
        var options = operations.DocumentStore.Options;
        var serializer = options.Serializer();
        operations.QueueSqlCommand(
            $"""
            insert into {options.DatabaseSchemaName}.mt_doc_accessrecord (tenant_id, id, data, mt_dotnet_type, mt_version)
            select ?, t.id, t.data::jsonb, ?, ? from unnest(?, ?) as t (id, data)
            on conflict (tenant_id, id) do update set data = excluded.data
            """,
            tenant, typeof(AccessRecord).FullName!, Guid.Empty, records.Select(record => record.Id).ToArray(),
            records.Select(record => serializer.ToJson(record)).ToArray());
    }
}
