using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Registry.Domain.Canonical;

/// <summary>Strings as RFC 8785 3.2.2.2 writes them.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>A string in quotes. Text that was valid in JSON without a backslash is canonical as it stands.</summary>
    public static void Write(CanonicalOutput output, ReadOnlySpan<byte> utf8, bool needsEscaping)
    {
        output.Write("\""u8);
        if (needsEscaping) WriteEscaped(output, utf8);
        else output.Write(utf8);
        output.Write("\""u8);
    }

    /// <summary>The UTF-8 of a string written with escapes.</summary>
    /// <exception cref="CanonicalJsonException">An escape leaves half a surrogate pair.</exception>
    public static byte[] Unescaped(ReadOnlySpan<byte> raw, Func<string?> decode)
    {
        RequireUtf8(raw);
        try
        {
            return Encoding.UTF8.GetBytes(decode()!);
        }
        catch (InvalidOperationException e)
        {
            throw new CanonicalJsonException("The text holds half of a surrogate pair.", e);
        }
    }

    public static void RequireUtf8(ReadOnlySpan<byte> raw)
    {
        if (!Utf8.IsValid(raw)) throw new CanonicalJsonException("The text is not valid UTF-8.");
    }

    private static void WriteEscaped(CanonicalOutput output, ReadOnlySpan<byte> utf8)
    {
        int stop;
        while ((stop = utf8.IndexOfAny(Escaped)) >= 0)
        {
            output.Write(utf8[..stop]);
            WriteEscape(output, utf8[stop]);
            utf8 = utf8[(stop + 1)..];
        }
        output.Write(utf8);
    }

    private static void WriteEscape(CanonicalOutput output, byte character)
    {
        switch (character)
        {
            case (byte)'"': output.Write("\\\""u8); break;
            case (byte)'\\': output.Write("\\\\"u8); break;
            case (byte)'\b': output.Write("\\b"u8); break;
            case (byte)'\t': output.Write("\\t"u8); break;
            case (byte)'\n': output.Write("\\n"u8); break;
            case (byte)'\f': output.Write("\\f"u8); break;
            case (byte)'\r': output.Write("\\r"u8); break;
            default:
                output.Write("\\u00"u8);
                output.Write([(byte)('0' + (character >> 4)), "0123456789abcdef"u8[character & 0xF]]);
                break;
        }
    }
}
