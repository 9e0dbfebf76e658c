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
    public required EventMeta By { get; init; }
    public required DataClass Data { get; init; }
    public required string Resource { get; init; }
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Set when nothing was shown.</summary>
    public string? RefusedAs { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class AccessRecordProjection : EventProjection
{
    public AccessRecordProjection()
    {
        Name = "AccessRecord";
        IncludeType<AccessEvent.Disclosed>();
        IncludeType<AccessEvent.Refused>();
    }

    public override ValueTask ApplyAsync(IDocumentOperations operations, IEvent e, CancellationToken cancellation)
    {
        foreach (var record in RecordsOf(e))
            operations.Store(record);
        return ValueTask.CompletedTask;
    }

    /// <summary>One record a person; none for another kind of event: inline, every event of the save comes by.</summary>
    public static IEnumerable<AccessRecord> RecordsOf(IEvent e)
    {
        if (e.Data is not AccessEvent access)
            return [];
        var (subjects, data, resource, fields, refusedAs) = access switch
        {
            AccessEvent.Disclosed d => (d.Subjects, d.Data, d.Resource, d.Fields, (string?)null),
            AccessEvent.Refused r => (r.Subjects, r.Data, r.Resource, [], r.Code),
            var other => throw new InvalidOperationException($"{other.GetType()} is no access."),
        };
        var meta = EventMeta.Of(e);
        var at = LogEntry.TimeText(LogEntry.TimeOf(e.Timestamp));
        return subjects.Index().Select(subject => new AccessRecord
        {
            Id = $"{e.Id:D}/{subject.Index}",
            Subject = subject.Item.Value,
            EventId = e.Id,
            At = at,
            By = meta,
            Data = data,
            Resource = resource,
            Fields = fields,
            RefusedAs = refusedAs,
        });
    }
}
