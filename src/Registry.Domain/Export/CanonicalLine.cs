using System.Text.Json;
using Registry.Domain.Canonical;

namespace Registry.Domain.Export;

/// <summary>A line of a file under examination: one object in its one canonical spelling, or a verdict that says why not.</summary>
internal static class CanonicalLine
{
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
}
