using System.Globalization;

namespace Registry.Domain.Identifiers;

/// <summary>What the identifiers share: alphabets, parsing to exceptions, and the guard against <c>default</c> structs.</summary>
internal static class IdentifierText
{
    public const string Digits = "0123456789";

    /// <summary>Each character's index is its value.</summary>
    public const string Alphanumerics = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <exception cref="FormatException">The message is the fault, never the text.</exception>
    public static T Parse<T>(string text) where T : IIdentifier<T> =>
        T.TryRead(text, out var value, out var fault) ? value : throw new FormatException(fault.ToString());

    public static string Set<T>(string? value) where T : IIdentifier<T> =>
        value ?? throw new InvalidOperationException($"This {typeof(T).Name} was never read or minted: it is a default struct.");

    /// <summary>Refuses a wrong length, else the first character outside the alphabet.</summary>
    public static IdentifierFault? Shape(string? text, int length, string alphabet, string kind) =>
        text?.Length == length
            ? Characters(text, 0, length, alphabet, kind)
            : new IdentifierFault(kind + "-length", Expected: length.ToString(CultureInfo.InvariantCulture));

    public static IdentifierFault? Characters(ReadOnlySpan<char> text, int from, int count, string alphabet, string kind)
    {
        var stray = text.Slice(from, count).IndexOfAnyExcept(alphabet);
        return stray < 0 ? null : new IdentifierFault(kind + "-character", from + stray + 1);
    }
}
