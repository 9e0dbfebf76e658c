using System.Text.Json;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Domain.Bundle;

/// <summary>
/// Whether what a bundle leaves out as erased was erased: a later entry of the log must say so and name the stream. Without one
/// the payload is missing, whatever the bundle says.
/// </summary>
internal sealed class ErasureCover
{
    private const string EventType = "subject_erased.v1";

    private readonly Dictionary<Guid, long> erasedAt = [];
    private readonly List<(long Index, Guid Stream)> leftOut = [];

    public long Count => leftOut.Count;

    /// <summary>The first payload that is left out and that no erasure covers.</summary>
    public ExportVerdict? Gap => leftOut.Where(left => !(erasedAt.GetValueOrDefault(left.Stream, long.MinValue) > left.Index))
        .Select(left => ExportVerdict.Incomplete(
            VerdictCodes.ErasureMissing, left.Index, $"No erasure in the bundle covers stream {left.Stream}."))
        .FirstOrDefault();

    /// <summary>Comes along with every scope that it leaves something out of.</summary>
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
    }

    public void LeaveOut(LogEntry entry, long index) => leftOut.Add((index, entry.Stream));

    private void Note(Guid stream, long index) =>
        erasedAt[stream] = Math.Max(index, erasedAt.GetValueOrDefault(stream, long.MinValue));
}
