using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Registry.Domain.Canonical;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Domain.Access;

/// <summary>
/// What a person keeps to notice tomorrow that something was left out: the key to their tags, and how many accesses they had
/// seen in a log of what size. One line of canonical JSON; whoever has it can tell when this person's data was accessed.
/// </summary>
/// <param name="Log">Origin.</param>
/// <param name="Key">32 bytes.</param>
/// <param name="Count">0 for one who begins.</param>
/// <param name="Size">Of the log then.</param>
public sealed record SubjectHead(string Log, ReadOnlyMemory<byte> Key, long Count, long Size)
{
    private const string Format = "registry/subject-head/v1";
    private const int KeyLength = 32;

    public string ToText() => Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(new
    {
        count = Count, format = Format, key = Base64Url.EncodeToString(Key.Span), log = Log, size = Size,
    }))) + "\n";

    /// <summary>Reads what <see cref="ToText"/> wrote; null for anything else.</summary>
    public static SubjectHead? Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            return root.HasExactly("count", "format", "key", "log", "size") && root.TextOf("format") == Format
                && root.TextOf("log") is { } log && StrictBase64.TryDecodeUrl(root.TextOf("key") ?? "", out var key) && key.Length == KeyLength
                && root.GetProperty("count").TryGetInt64(out var count) && count >= 0
                && root.GetProperty("size").TryGetInt64(out var size) && size >= 0
                    ? new(log, key, count, size)
                    : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
