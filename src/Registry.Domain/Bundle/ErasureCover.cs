using System.Text.Json;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Domain.Bundle;

/// <summary>
/// What of a bundle was erased. A payload that it leaves out as erased must be of a stream that a later erasure names: without one it is
/// missing, whatever the bundle says. A value that is there, sealed, is erased where an erasure destroyed its data key, in whichever stream
/// it stands.
/// </summary>
internal sealed class ErasureCover
{
    private const string EventType = "subject_erased.v1";

    private readonly Dictionary<Guid, long> erasedAt = [];
    private readonly List<(long Index, Guid Stream)> leftOut = [];
    private readonly Dictionary<string, long> destroyed = [];

    /// <summary>Payloads that are left out as erased.</summary>
    public long Count => leftOut.Count;

    /// <summary>Values that are there and that nothing opens any more, once <see cref="CountIn"/> has read all entries again.</summary>
    public long Values { get; private set; }

    /// <summary>Whether anybody was erased.</summary>
    public bool IsNeeded => destroyed.Count > 0;

    /// <summary>The first payload that is left out and that no erasure covers.</summary>
    public ExportVerdict? Gap => leftOut.Where(left => !(erasedAt.GetValueOrDefault(left.Stream, long.MinValue) > left.Index))
        .Select(left => ExportVerdict.Incomplete(
            VerdictCodes.ErasureMissing, left.Index, $"No erasure in the bundle covers stream {left.Stream}."))
        .FirstOrDefault();

    /// <summary>Comes along with every scope that something in was erased of.</summary>
    public static bool IsAboutErasure(LogEntry entry) =>
        entry.Type == EventType || entry.Type.StartsWith("erasure_", StringComparison.Ordinal);

    /// <param name="index">Below 0 in a log before.</param>
    public void Take(LogEntry entry, long index, JsonElement data)
    {
        if (entry.Type != EventType || data.ValueKind is not JsonValueKind.Object
            || !data.TryGetProperty("streams", out var streams) || streams.ValueKind is not JsonValueKind.Array)
            return;
        // Its own stream holds what was written about the request.
        Note(entry.Stream, index);
        foreach (var stream in streams.EnumerateArray())
            if (stream.ValueKind is JsonValueKind.String && stream.TryGetGuid(out var id))
                Note(id, index);
        if (data.TextOf("subject") is { } subject && data.WholeOf("key") is { } last)
            destroyed[subject] = Math.Max(last, destroyed.GetValueOrDefault(subject));
    }

    public void LeaveOut(LogEntry entry, long index) => leftOut.Add((index, entry.Stream));

    /// <summary>
    /// Reads entries that were judged a second time: who was erased stands behind what they left, and to remember everybody's values until
    /// then would take more memory the longer the log is.
    /// </summary>
    public ExportVerdict? CountIn(Stream content)
    {
        var lines = new ExportLines(content);
        while (lines.TryNext(out var line, out _))
        {
            var reader = new Utf8JsonReader(line);
            using var json = JsonDocument.ParseValue(ref reader);
            if (json.RootElement.TryGetProperty("payload", out var payload) && payload.TryGetProperty("data", out var data)
                && data.ValueKind is JsonValueKind.Object)
                Values += data.EnumerateObject().Sum(member => member.Value.ValueKind is JsonValueKind.Array
                    ? member.Value.EnumerateArray().Count(IsDestroyed)
                    : IsDestroyed(member.Value) ? 1 : 0);
        }
        return null;
    }

    // As PersonalJson writes it; the first key's number is left out. Nothing is sealed with a key once it is destroyed, so that its number
    // tells what was before.
    private bool IsDestroyed(JsonElement value) =>
        value.TextOf("subject") is { } subject && value.TextOf("origin") is not null && value.TextOf("data") is not null
        && (value.WholeOf("key") ?? 1) <= destroyed.GetValueOrDefault(subject);

    private void Note(Guid stream, long index) =>
        erasedAt[stream] = Math.Max(index, erasedAt.GetValueOrDefault(stream, long.MinValue));
}
