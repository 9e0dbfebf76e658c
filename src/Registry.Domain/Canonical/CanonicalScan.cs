using System.Text.Json;
using System.Text.Unicode;

namespace Registry.Domain.Canonical;

/// <summary>
/// Sees in one pass, without writing anything, that a text is canonical: no escapes, whole numbers only, names in order,
/// nothing between the tokens. Signed data usually is so; of any other text the writer of the canonical form must tell.
/// </summary>
internal static class CanonicalScan
{
    private const int MaxDepth = 64;

    // Any such number is exact as an IEEE double and written as it stands.
    private const int MaxDigits = 15;

    /// <summary>True only for a canonical text; false where it cannot be seen.</summary>
    /// <param name="json">One JSON text, as a parser has accepted it.</param>
    public static bool Sees(ReadOnlySpan<byte> json)
    {
        if (json.Contains((byte)'\\') || !Utf8.IsValid(json))
            return false;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        Span<Range> names = stackalloc Range[MaxDepth + 1];
        // Where the last token ended, and whether a comma must stand before the next one.
        var (end, comma) = (0, false);
        while (reader.Read())
        {
            var isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            // The grammar wants nothing or one comma here, so that anything more is white space.
            if (reader.TokenStartIndex != end + (comma && !isEnd ? 1 : 0))
                return false;
            var start = (int)reader.TokenStartIndex;
            comma = true;
            end = start + reader.ValueSpan.Length;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    ref var name = ref names[reader.CurrentDepth];
                    var before = name;
                    name = (start + 1)..(end + 1);
                    end += 2;
                    if (json[end++] != ':' || before.End.Value > 0 && CanonicalMember.InUtf16Order(json[before], reader.ValueSpan) >= 0)
                        return false;
                    comma = false;
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    names[reader.CurrentDepth + 1] = default;
                    comma = false;
                    break;
                case JsonTokenType.String:
                    end += 2;
                    break;
                case JsonTokenType.Number when !IsWhole(reader.ValueSpan):
                    return false;
            }
        }
        return end == json.Length;
    }

    private static bool IsWhole(ReadOnlySpan<byte> number)
    {
        var digits = number[0] == '-' ? number[1..] : number;
        return digits.Length <= MaxDigits && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (number[0] != '-' || digits[0] != '0');
    }
}
