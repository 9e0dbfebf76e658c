using System.Text;
using System.Text.Json;
using Registry.Domain.Canonical;

namespace Registry.Domain.Export;

/// <summary>
/// The history of one log as a text file, one RFC 8785 object a line, each ended by a line feed:
/// a head, one line an entry in index order, and the signed checkpoint. Every byte is covered by a check, so a flipped
/// bit anywhere is found. docs/log-format.md describes it.
/// </summary>
public static class ExportFormat
{
    public const string Name = "registry/export/v1";

    /// <summary>
    /// The longest line in bytes, without its line feed: room for the largest request (1 MiB), encrypted and in base64.
    /// </summary>
    public const int MaxLineLength = 4 << 20;

    /// <param name="vkey">The log's verifier key. Whoever verifies should pin it from elsewhere.</param>
    public static byte[] Head(string origin, long size, string vkey) => Line(new { format = Name, log = origin, size, vkey });

    /// <param name="entry">The entry's bytes, canonical JSON.</param>
    /// <param name="payload">The canonical payload that the entry commits to.</param>
    public static byte[] Entry(ReadOnlySpan<byte> entry, string chain, string salt, ReadOnlySpan<byte> payload)
    {
        // The members are in canonical order and each value is canonical already, so the line is.
        byte[] line =
        [
            .. "{\"chain\":\""u8, .. Encoding.ASCII.GetBytes(chain), .. "\",\"entry\":"u8, .. entry,
            .. ",\"payload\":"u8, .. payload, .. ",\"salt\":\""u8, .. Encoding.ASCII.GetBytes(salt), .. "\"}\n"u8,
        ];
        return line;
    }

    public static byte[] Tail(string checkpointNote) => Line(new { checkpoint = checkpointNote });

    private static byte[] Line(object value) =>
        [.. JsonCanonicalizer.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(value)), (byte)'\n'];
}
