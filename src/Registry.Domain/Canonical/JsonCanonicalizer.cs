using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Registry.Domain.Canonical;

/// <summary>
/// The JSON Canonicalization Scheme (RFC 8785): one byte string for one JSON value, so that it can be hashed and signed.
/// Strict, as signed data must be: no duplicate names, lone surrogates, numbers beyond IEEE doubles, trailing data, comments or
/// invalid UTF-8, and at most 64 levels deep. As the RFC has it, a number is the double nearest to its text: integers beyond
/// 2^53 belong in strings.
/// </summary>
public static class JsonCanonicalizer
{
    /// <summary>The canonical form of one JSON text in UTF-8, without byte order mark.</summary>
    /// <exception cref="CanonicalJsonException">The text has no canonical form.</exception>
    public static byte[] Canonicalize(ReadOnlySpan<byte> utf8Json)
    {
        // The reader leaves the bytes inside strings unchecked.
        if (!Utf8.IsValid(utf8Json)) throw new CanonicalJsonException("The text is not valid UTF-8.");
        using var document = Parse(utf8Json);
        return Write(document.RootElement, utf8Json.Length).Written.ToArray();
    }

    /// <summary>The canonical form of a parsed value.</summary>
    /// <exception cref="CanonicalJsonException">The value has no canonical form.</exception>
    public static byte[] Canonicalize(JsonElement value) => Write(value, 256).Written.ToArray();

    /// <summary>Whether these bytes are a canonical form already; false for what is no JSON at all.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> utf8Json)
    {
        try
        {
            using var document = Parse(utf8Json);
            return IsCanonical(document.RootElement, utf8Json);
        }
        catch (CanonicalJsonException)
        {
            return false;
        }
    }

    /// <summary>Whether the text that a value was parsed from is its canonical form.</summary>
    /// <exception cref="CanonicalJsonException">The value has no canonical form.</exception>
    internal static bool IsCanonical(JsonElement value, ReadOnlySpan<byte> text) =>
        CanonicalScan.Sees(text) || Write(value, text.Length).Written.SequenceEqual(text);

    private static CanonicalOutput Write(JsonElement value, int sizeHint)
    {
        var output = new CanonicalOutput(Math.Max(sizeHint, 16));
        WriteValue(output, value);
        return output;
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> utf8Json)
    {
        JsonDocument? document = null;
        try
        {
            var reader = new Utf8JsonReader(utf8Json);
            document = JsonDocument.ParseValue(ref reader);
            // Throws on anything but white space.
            reader.Read();
            return document;
        }
        catch (JsonException e)
        {
            document?.Dispose();
            throw new CanonicalJsonException($"Not one JSON text: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
    }

    private static void WriteValue(CanonicalOutput output, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(output, value);
                break;
            case JsonValueKind.Array:
                WriteArray(output, value);
                break;
            case JsonValueKind.String:
                WriteString(output, value);
                break;
            case JsonValueKind.Number:
                if (!value.TryGetDouble(out var number) || !double.IsFinite(number))
                    throw new CanonicalJsonException("The number is beyond the range of an IEEE double.");
                EcmaScriptNumber.Write(output, number);
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            case JsonValueKind.Null:
                output.Write("null"u8);
                break;
            default:
                throw new CanonicalJsonException("There is no value.");
        }
    }

    private static void WriteArray(CanonicalOutput output, JsonElement array)
    {
        output.Write("["u8);
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (index > 0) output.Write(","u8);
            try
            {
                WriteValue(output, item);
            }
            catch (CanonicalJsonException e)
            {
                throw e.Within($"[{index}]");
            }
            index++;
        }
        output.Write("]"u8);
    }

    private static void WriteObject(CanonicalOutput output, JsonElement value)
    {
        var count = value.GetPropertyCount();
        var pooled = ArrayPool<CanonicalMember>.Shared.Rent(count);
        try
        {
            var members = pooled.AsSpan(0, count);
            var next = 0;
            foreach (var property in value.EnumerateObject()) members[next++] = CanonicalMember.Of(property);
            members.Sort(CanonicalMember.InUtf16Order);
            WriteMembers(output, members);
        }
        finally
        {
            ArrayPool<CanonicalMember>.Shared.Return(pooled, clearArray: true);
        }
    }

    private static void WriteMembers(CanonicalOutput output, ReadOnlySpan<CanonicalMember> members)
    {
        output.Write("{"u8);
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0)
            {
                if (members[i].Name.SequenceEqual(members[i - 1].Name))
                    throw new CanonicalJsonException("The name occurs twice.").Within(members[i].PathSegment);
                output.Write(","u8);
            }
            JsonText.Write(output, members[i].Name, members[i].NeedsEscaping);
            output.Write(":"u8);
            try
            {
                WriteValue(output, members[i].Value);
            }
            catch (CanonicalJsonException e)
            {
                throw e.Within(members[i].PathSegment);
            }
        }
        output.Write("}"u8);
    }

    private static void WriteString(CanonicalOutput output, JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        if (raw.Contains((byte)'\\'))
        {
            JsonText.Write(output, JsonText.Unescaped(raw, value.GetString), needsEscaping: true);
            return;
        }
        JsonText.RequireUtf8(raw);
        JsonText.Write(output, raw, needsEscaping: false);
    }
}
