using System.Text;

namespace Registry.Api.Cases;

/// <summary>Free form fields: named in letters and digits, of bounded size, and storable.</summary>
internal static class FormFields
{
    public const int MostFields = 100;
    public const int LongestName = 40;
    public const int LongestValue = 4000;

    /// <summary>The name of the first field at fault, or null.</summary>
    public static string? Fault(IReadOnlyDictionary<string, string> form)
    {
        if (form.Count > MostFields)
            return "*";
        foreach (var (name, value) in form)
        {
            if (name is not { Length: > 0 and <= LongestName } || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
                return "*";
            if (!IsText(value, LongestValue))
                return name;
        }
        return null;
    }

    /// <summary>Well-formed Unicode without control characters but line breaks and tabs: PostgreSQL stores no U+0000.</summary>
    public static bool IsText(string? text, int longest)
    {
        if (text is null || text.Length > longest)
            return false;
        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune) && rune.Value is not ('\n' or '\r' or '\t'))
                return false;
        return true;
    }
}
