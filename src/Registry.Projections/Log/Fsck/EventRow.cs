using System.Text.Json;
using Npgsql;
using Registry.Domain.Canonical;
using Registry.Domain.Events;
using Registry.Domain.Log;

namespace Registry.Projections.Log.Fsck;

/// <summary>An event as it is stored, and what of it an entry repeats. <c>seq_id</c> means nothing and is not compared.</summary>
internal sealed record EventRow(
    string Type, Guid Stream, long Version, DateTimeOffset Time, string Data, string Headers,
    string? User, string? Correlation, bool IsArchived, string? DotnetType)
{
    /// <summary>Of <c>mt_events m</c>, as <see cref="Read"/> takes them.</summary>
    public const string Columns =
        """
        m.type, m.stream_id, m.version, m.timestamp, m.data::text, m.headers::text, m.user_name, m.correlation_id, m.is_archived, m.mt_dotnet_type
        """;

    private static readonly Dictionary<string, string> DotnetTypes = StoredEvents.Names.ToDictionary(
        pair => pair.Value, pair => $"{pair.Key.FullName}, {pair.Key.Assembly.GetName().Name}");

    public static EventRow Read(NpgsqlDataReader reader, int first) => new(
        reader.GetString(first), reader.IsDBNull(first + 1) ? Guid.Empty : reader.GetGuid(first + 1), reader.GetInt64(first + 2), reader.GetFieldValue<DateTimeOffset>(first + 3),
        reader.GetString(first + 4), reader.IsDBNull(first + 5) ? "{}" : reader.GetString(first + 5),
        reader.IsDBNull(first + 6) ? null : reader.GetString(first + 6), reader.IsDBNull(first + 7) ? null : reader.GetString(first + 7),
        reader.IsDBNull(first + 8) || reader.GetBoolean(first + 8), reader.IsDBNull(first + 9) ? null : reader.GetString(first + 9));

    public void Compare(LogEntry entry, long? index, Findings findings)
    {
        Same(FsckCodes.EventType, entry.Type, Type);
        Same(FsckCodes.EventStream, entry.Stream, Stream);
        Same(FsckCodes.EventVersion, entry.Version, Version);
        Same(FsckCodes.EventTime, entry.Time, LogEntry.TimeOf(Time));
        if (IsArchived)
            findings.Add(FsckCodes.EventColumn, index, "is_archived hides the event.");
        if (DotnetTypes.TryGetValue(Type, out var type) && type != DotnetType)
            findings.Add(FsckCodes.EventColumn, index, "mt_dotnet_type is another event's.");

        void Same<T>(string code, T logged, T stored)
        {
            if (!EqualityComparer<T>.Default.Equals(logged, stored))
                findings.Add(code, index, $"The entry says {logged}, the event's row {stored}.");
        }
    }

    /// <summary>The payload that an entry commits to, and its salt. Null when the row holds none.</summary>
    public (JsonDocument Payload, string Salt)? Open()
    {
        try
        {
            var (payload, salt) = StoredPayload.Compose(Data, Headers);
            return (JsonDocument.Parse(payload), salt);
        }
        catch (Exception e) when (e is JsonException or CanonicalJsonException)
        {
            return null;
        }
    }

    /// <summary>Marten's own columns repeat two of the metadata.</summary>
    public void CompareMeta(JsonElement meta, long? index, Findings findings)
    {
        if (User != Text("actor"))
            findings.Add(FsckCodes.EventColumn, index, "user_name is not the actor.");
        if (Correlation is not null && Text("correlation") is { } correlation && Correlation != correlation)
            findings.Add(FsckCodes.EventColumn, index, "correlation_id is not the correlation.");

        string? Text(string name) => meta.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
