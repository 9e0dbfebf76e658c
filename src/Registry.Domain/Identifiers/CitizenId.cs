using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Registry.Domain.Identifiers;

/// <summary>
/// 公民身份号码, the citizen identity number (GB 11643-1999): region (6), birth date (8), sequence (3), check character (0-9 or X).
/// Personal data: <see cref="ToString"/> masks, and serialising to JSON is refused, so that neither a log nor an event can
/// hold the number in clear by accident. Use <see cref="Value"/> where the full number is meant.
/// </summary>
[JsonConverter(typeof(CitizenIdJsonConverter))]
public readonly record struct CitizenId : IIdentifier<CitizenId>
{
    /// <summary>18 characters. The 15-digit numbers of before 1999 are not read.</summary>
    public const int Length = 18;

    // No holder of an 18-character number was born earlier; it catches swapped digits.
    private const int EarliestBirthYear = 1800;

    private readonly string? _value;

    private CitizenId(string value) => _value = value;

    /// <summary>The full number: personal data.</summary>
    public string Value => IdentifierText.Set<CitizenId>(_value);

    /// <summary>A real calendar date from 1800-01-01 on. It may lie in the future: the domain has no clock.</summary>
    public DateOnly BirthDate => DateOnly.ParseExact(Value.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>The first three and last two characters, thirteen stars between.</summary>
    public string Masked => string.Concat(Value.AsSpan(0, 3), "*************", Value.AsSpan(16));

    /// <inheritdoc cref="IIdentifier{TSelf}.TryRead"/>
    /// <remarks>Faults: <c>citizen-id-length</c>, <c>citizen-id-character</c>, <c>citizen-id-region</c>,
    /// <c>citizen-id-birth-date</c>, <c>citizen-id-check</c>.</remarks>
    public static bool TryRead(string? text, out CitizenId value, [NotNullWhen(false)] out IdentifierFault? fault)
    {
        value = default;
        fault = Fault(text);
        if (fault is not null) return false;
        value = new(text!);
        return true;
    }

    /// <summary>Reads the number, or throws.</summary>
    /// <exception cref="FormatException">The message names the fault, not the number.</exception>
    public static CitizenId Parse(string text) => IdentifierText.Parse<CitizenId>(text);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CitizenId result) =>
        TryRead(s, out result, out _);

    /// <summary>The masked number, or nothing for a <c>default</c> struct.</summary>
    public override string ToString() => _value is null ? "" : Masked;

    private static IdentifierFault? Fault(string? text)
    {
        if (text is not { Length: Length }) return new("citizen-id-length", Expected: "18");
        if (IdentifierText.Characters(text, 0, Length - 1, IdentifierText.Digits, "citizen-id") is { } stray) return stray;
        if (!char.IsAsciiDigit(text[17]) && text[17] != 'X') return new("citizen-id-character", Length);
        if (text[0] == '0') return new("citizen-id-region", 1);
        if (!IsBirthDate(text.AsSpan(6, 8))) return new("citizen-id-birth-date", 7);
        return Check(text) is var check && check == text[17] ? null : new("citizen-id-check", Length, $"{check}");
    }

    private static bool IsBirthDate(ReadOnlySpan<char> text) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year >= EarliestBirthYear;

    private static char Check(string text)
    {
        ReadOnlySpan<int> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += (text[i] - '0') * weights[i];
        return "10X98765432"[sum % 11];
    }
}
