using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Registry.Domain.Identifiers;

/// <summary>
/// 办件编号, the number of one case: item code (31), date (yyyyMMdd), sequence of that item on that day (at least 4 digits).
/// 43 to 50 characters (GB/T 39046-2020 table 5 says an..50).
/// </summary>
[JsonConverter(typeof(IdentifierJsonConverter<CaseNumber>))]
public readonly record struct CaseNumber : IIdentifier<CaseNumber>
{
    /// <summary>With a sequence of 4 digits.</summary>
    public const int MinLength = SequenceStart + 4;

    /// <summary>With a sequence of 11 digits.</summary>
    public const int MaxLength = 50;

    private const int SequenceStart = ItemCode.Length + 8;

    private readonly string? _value;

    private CaseNumber(string value) => _value = value;

    /// <inheritdoc/>
    public string Value => IdentifierText.Set<CaseNumber>(_value);

    /// <summary>What was applied for.</summary>
    public ItemCode Item => ItemCode.Parse(Value[..ItemCode.Length]);

    /// <summary>The day the number was given.</summary>
    public DateOnly Date => DateOnly.ParseExact(Value.AsSpan(ItemCode.Length, 8), "yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Which one of that item on that day: up to 11 digits in numbers given elsewhere.</summary>
    public long Sequence => long.Parse(Value.AsSpan(SequenceStart), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Composes the number; the caller sees to it that a sequence is used once per item and day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sequence is below 1.</exception>
    public static CaseNumber Compose(ItemCode item, DateOnly date, int sequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        return new(string.Create(CultureInfo.InvariantCulture, $"{item.Value}{date:yyyyMMdd}{sequence:D4}"));
    }

    /// <inheritdoc cref="IIdentifier{TSelf}.TryRead"/>
    /// <remarks>Faults: <c>case-number-length</c>, those of <see cref="ItemCode"/>, <c>case-number-date</c>,
    /// <c>case-number-character</c>.</remarks>
    public static bool TryRead(string? text, out CaseNumber value, [NotNullWhen(false)] out IdentifierFault? fault)
    {
        value = default;
        fault = Fault(text);
        if (fault is not null) return false;
        value = new(text!);
        return true;
    }

    /// <summary>Reads the written form, or throws.</summary>
    /// <exception cref="FormatException">The message names the fault.</exception>
    public static CaseNumber Parse(string text) => IdentifierText.Parse<CaseNumber>(text);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CaseNumber result) =>
        TryRead(s, out result, out _);

    /// <summary>The number, or nothing for a <c>default</c> struct.</summary>
    public override string ToString() => _value ?? "";

    private static IdentifierFault? Fault(string? text)
    {
        if (text is not { Length: >= MinLength and <= MaxLength }) return new("case-number-length", Expected: "43 to 50");
        if (!ItemCode.TryRead(text[..ItemCode.Length], out _, out var item)) return item;
        var date = text.AsSpan(ItemCode.Length, 8);
        if (!DateOnly.TryParseExact(date, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return new("case-number-date", ItemCode.Length + 1, "yyyyMMdd");
        return IdentifierText.Characters(
            text, SequenceStart, text.Length - SequenceStart, IdentifierText.Digits, "case-number");
    }
}
