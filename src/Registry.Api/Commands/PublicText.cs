using Registry.Api.Cases;
using Registry.Domain;

namespace Registry.Api.Commands;

/// <summary>A text in two languages that stands in an event in clear: whoever writes it may name nobody in it.</summary>
internal static class PublicText
{
    private const int Longest = 200;

    /// <summary>The answer that names the language at fault; null for none.</summary>
    public static IResult? Check(LocalText text, string field) =>
        !IsText(text.Zh) ? Problems.Invalid("field-malformed", $"{field}.zh")
        : !IsText(text.En) ? Problems.Invalid("field-malformed", $"{field}.en")
        : null;

    private static bool IsText(string text) => !string.IsNullOrWhiteSpace(text) && FormFields.IsText(text, Longest);
}
