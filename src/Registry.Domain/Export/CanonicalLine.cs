using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using Registry.Domain.Canonical;
using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>A line of a file under examination: one object in its one canonical spelling, or a verdict that says why not.</summary>
internal static class CanonicalLine
{
    /// <param name="entry">Null when it must still be read from the line.</param>
    /// <param name="body">The entry's bytes; the line's own member is no more than a 0 then.</param>
    public delegate ExportVerdict? EntryJudge(JsonElement line, LogEntry? entry, ReadOnlySpan<byte> body);

    /// <summary>As <see cref="Read"/>, of a line that usually holds an entry.</summary>
    public static ExportVerdict? ReadEntry(ReadOnlySpan<byte> line, long? place, EntryJudge judge)
    {
        using var rest = EntryCut.Read(line, out var entry, out var body);
        return rest is null ? ReadWhole(line, place, judge) : judge(rest.RootElement, entry, body);
    }

    /// <summary>The entry of a line and its bytes; false with the reason when it is none.</summary>
    public static bool TryEntry(
        JsonElement line, [NotNullWhen(true)] out LogEntry? entry, out ReadOnlySpan<byte> body, out string reason)
    {
        body = JsonMarshal.GetRawUtf8Value(line.GetProperty("entry"));
        var read = LogEntry.TryRead(body, out entry, out var wrong);
        reason = wrong ?? "";
        return read && entry is not null;
    }

    /// <param name="place">The entry that the line should hold, for the verdict.</param>
    /// <param name="judge">Looks at what the line says; the object is gone when it returns.</param>
    public static ExportVerdict? Read(ReadOnlySpan<byte> line, long? place, Func<JsonElement, ExportVerdict?> judge)
    {
        if (line.Length > ExportFormat.MaxLineLength)
            return ExportVerdict.Tampered(
                VerdictCodes.LineTooLong, place, $"A line has at most {ExportFormat.MaxLineLength} bytes.");
        if (line.EndsWith("\r"u8))
            return ExportVerdict.Tampered(
                VerdictCodes.CarriageReturn, place, "The line ends in CR LF. Was the file converted, or sent as text?");
        try
        {
            using var document = JsonDocument.Parse(line.ToArray());
            if (!JsonCanonicalizer.IsCanonical(document.RootElement, line))
                return ExportVerdict.Tampered(VerdictCodes.NotCanonical, place, "The line is not the canonical form of what it says.");
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? judge(document.RootElement)
                : ExportVerdict.Tampered(VerdictCodes.NotJson, place, "The line is not an object.");
        }
        catch (JsonException e)
        {
            return ExportVerdict.Tampered(VerdictCodes.NotJson, place, $"No JSON from byte {e.BytePositionInLine} of the line on.");
        }
        catch (CanonicalJsonException e)
        {
            return ExportVerdict.Tampered(VerdictCodes.NotCanonical, place, e.Reason);
        }
    }

    // Apart, so that only such lines pay for the closure.
    private static ExportVerdict? ReadWhole(ReadOnlySpan<byte> line, long? place, EntryJudge judge) =>
        Read(line, place, whole => judge(whole, null, default));
}
