using System.Buffers;
using System.Text.Json;
using Registry.Domain.Canonical;
using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>
/// An entry's line, read without going over the entry twice. An entry is held to its own template, byte for byte; so the line
/// is canonical where the rest of it is, with a 0 in the entry's place.
/// </summary>
internal static class EntryCut
{
    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>The rest; null where this cannot be seen, and what is wrong must be told from the whole line.</summary>
    public static JsonDocument? Read(ReadOnlySpan<byte> line, out LogEntry? entry, out ReadOnlySpan<byte> body)
    {
        entry = null;
        body = default;
        var start = Start(line);
        if (start < 0 || line.Length > ExportFormat.MaxLineLength)
            return null;
        body = line[start..];
        // No string of an entry holds a quote, so that this is the last member and nothing else.
        var last = Math.Max(0, body.IndexOf(",\"version\":"u8));
        body = body[..(last + body[last..].IndexOf((byte)'}') + 1)];
        return LogEntry.TryRead(body, out entry, out _) ? Parse([.. line[..start], (byte)'0', .. line[(start + body.Length)..]]) : null;
    }

    /// <summary>Where the value of the line's own member "entry" starts: behind these bytes, whatever follows. -1 if unseen.</summary>
    private static int Start(ReadOnlySpan<byte> line)
    {
        var chain = "{\"chain\":\""u8;
        var entry = "\",\"entry\":"u8;
        var end = chain.Length + 2 * LogHash.Length;
        if (line.StartsWith("{\"entry\":"u8))
            return "{\"entry\":"u8.Length;
        return line.Length > end && line.StartsWith(chain) && !line[chain.Length..end].ContainsAnyExcept(Hexadecimal)
            && line[end..].StartsWith(entry)
            ? end + entry.Length
            : -1;
    }

    private static JsonDocument? Parse(byte[] rest)
    {
        try
        {
            var document = JsonDocument.Parse(rest);
            if (CanonicalScan.Sees(rest))
                return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // It is said of the whole line, with its place there.
        }
        return null;
    }
}
