namespace Registry.Domain.Imports;

/// <summary>What PostgreSQL's text and jsonb, and UTF-8, can hold.</summary>
internal static class StorableText
{
    public static bool HasControl(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001F')
        || text.AsSpan().ContainsAnyInRange('\u007F', '\u009F');

    public static bool HasLoneSurrogate(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at)
        {
            if (at + 1 >= rest.Length || !char.IsSurrogatePair(rest[at], rest[at + 1]))
                return true;
            rest = rest[(at + 2)..];
        }
        return false;
    }
}
