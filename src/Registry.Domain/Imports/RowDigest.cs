using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Registry.Domain.Imports;

/// <summary>
/// SHA-256 over the RFC 8785 form of <c>{column: value, …}</c> with every column of the file, mapped or not, and each value
/// as it stands between the separators: quotes undone, nothing trimmed. Neither quoting nor encoding nor the order of
/// columns changes it; a column that is added, renamed or left out does.
/// </summary>
public sealed class RowDigest
{
    private readonly (int Index, byte[] Name)[] members;

    /// <param name="columns">The file's header: different names without lone surrogates.</param>
    public RowDigest(IReadOnlyList<string> columns)
    {
        // RFC 8785 section 3.2.3 sorts by UTF-16 code units, which is what ordinal comparison does.
        members = [.. columns.Index()
            .OrderBy(column => column.Item, StringComparer.Ordinal)
            .Select((column, place) => (column.Index, Member(column.Item, place)))];
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    /// <param name="fields">As many as columns, without lone surrogates.</param>
    public string Of(IReadOnlyList<string> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        foreach (var (index, name) in members)
        {
            buffer.Write(name);
            WriteText(buffer, fields[index]);
        }
        buffer.Write("}"u8);
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static byte[] Member(string name, int place)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(place == 0 ? "{"u8 : ","u8);
        WriteText(buffer, name);
        buffer.Write(":"u8);
        return buffer.WrittenSpan.ToArray();
    }

    // RFC 8785 section 3.2.2.2: only quote, backslash and what lies below U+0020 is escaped.
    private static void WriteText(ArrayBufferWriter<byte> buffer, string text)
    {
        buffer.Write("\""u8);
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Escaped) is >= 0 and var at)
        {
            Encoding.UTF8.GetBytes(rest[..at], buffer);
            Encoding.UTF8.GetBytes(Escape(rest[at]), buffer);
            rest = rest[(at + 1)..];
        }
        Encoding.UTF8.GetBytes(rest, buffer);
        buffer.Write("\""u8);
    }

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    private static string Escape(char c) => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"\\u{(int)c:x4}",
    };
}
