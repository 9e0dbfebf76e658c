namespace Registry.Domain.Log;

/// <summary>The rules for the name of a note's key (C2SP signed-note, Format).</summary>
internal static class NoteName
{
    /// <summary>"Key names MUST be non-empty and MUST NOT contain any Unicode spaces or plus (U+002B) characters."</summary>
    /// <remarks>A name stands inside a note, so what no note may hold no name may hold either.</remarks>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        foreach (var c in name)
            if (c == '+' || char.IsWhiteSpace(c))
                return false;
        return !name.IsEmpty && NoteText.IsValid(name);
    }
}

/// <summary>The rules for all characters of a note (C2SP signed-note, Format).</summary>
internal static class NoteText
{
    /// <summary>
    /// "Signed notes MUST be valid UTF-8 and MUST NOT contain any ASCII control characters (those below U+0020)
    /// other than newline."
    /// </summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < ' ' && text[i] != '\n')
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }
}
