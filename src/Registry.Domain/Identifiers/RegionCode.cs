using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Registry.Domain.Identifiers;

/// <summary>How far down a region lies, the nation first.</summary>
public enum RegionLevel
{
    Nation,
    Province,
    City,
    County,
    Township,
    Village,
}

/// <summary>
/// 行政区划代码: 6 digits down to county level (GB/T 2260), 9 for a township and 12 for a village (GB/T 10114 and the statistical
/// codes). Each region has one form: <c>340104000000</c>, as statistics write a county, is refused in favour of <c>340104</c>.
/// </summary>
[JsonConverter(typeof(IdentifierJsonConverter<RegionCode>))]
public readonly record struct RegionCode : IIdentifier<RegionCode>
{
    private const string NationCode = "100000";

    private readonly string? _value;

    private RegionCode(string value) => _value = value;

    /// <inheritdoc/>
    public string Value => IdentifierText.Set<RegionCode>(_value);

    /// <summary>Judged by the form alone: 100000 is the nation, ??0000 a province, ????00 a city.</summary>
    public RegionLevel Level => Value switch
    {
        NationCode => RegionLevel.Nation,
        { Length: 12 } => RegionLevel.Village,
        { Length: 9 } => RegionLevel.Township,
        var six when six.EndsWith("0000", StringComparison.Ordinal) => RegionLevel.Province,
        var six when six.EndsWith("00", StringComparison.Ordinal) => RegionLevel.City,
        _ => RegionLevel.County,
    };

    /// <summary>The region directly above; null for the nation.</summary>
    public RegionCode? Parent => Level switch
    {
        RegionLevel.Village => new(Value[..9]),
        RegionLevel.Township => new(Value[..6]),
        RegionLevel.County => new(Value[..4] + "00"),
        RegionLevel.City => new(Value[..2] + "0000"),
        RegionLevel.Province => new(NationCode),
        _ => null,
    };

    /// <summary>Whether the other region is this one or lies in it.</summary>
    public bool Contains(RegionCode other) => other.Value.StartsWith(SignificantDigits, StringComparison.Ordinal);

    /// <inheritdoc cref="IIdentifier{TSelf}.TryRead"/>
    /// <remarks>Faults: <c>region-unknown-form</c> (not 6, 9 or 12 digits), <c>region-character</c>, <c>region-padded</c>
    /// with the short form expected.</remarks>
    public static bool TryRead(string? text, out RegionCode value, [NotNullWhen(false)] out IdentifierFault? fault)
    {
        value = default;
        fault = Fault(text);
        if (fault is not null) return false;
        value = new(text!);
        return true;
    }

    /// <summary>Reads the written form, or throws.</summary>
    /// <exception cref="FormatException">The message names the fault.</exception>
    public static RegionCode Parse(string text) => IdentifierText.Parse<RegionCode>(text);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RegionCode result) =>
        TryRead(s, out result, out _);

    /// <summary>The code, or nothing for a <c>default</c> struct.</summary>
    public override string ToString() => _value ?? "";

    /// <summary>What every code within this region begins with.</summary>
    public string SignificantDigits => Level switch
    {
        RegionLevel.Nation => "",
        RegionLevel.Province => Value[..2],
        RegionLevel.City => Value[..4],
        _ => Value,
    };

    private static IdentifierFault? Fault(string? text)
    {
        if (text is not { Length: 6 or 9 or 12 }) return new("region-unknown-form", Expected: "6, 9 or 12 digits");
        if (text[0] == '0') return new("region-character", 1);
        return IdentifierText.Characters(text, 0, text.Length, IdentifierText.Digits, "region") ?? Padding(text);
    }

    private static IdentifierFault? Padding(string text)
    {
        var form = text;
        while (form.Length > 6 && form.EndsWith("000", StringComparison.Ordinal)) form = form[..^3];
        return form == text ? null : new("region-padded", form.Length + 1, form);
    }
}
