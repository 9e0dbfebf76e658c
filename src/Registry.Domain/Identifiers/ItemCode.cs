using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Registry.Domain.Identifiers;

/// <summary>
/// 实施编码, the code of one service item as one body carries it out: the body's social credit code (18), level of
/// government (1, see <see cref="Level"/>), 基本编码 (12 digits or upper-case letters). 31 characters, as the national exchange
/// uses it; GB/T 39046-2020 table 4 still says an..24.
/// </summary>
[JsonConverter(typeof(IdentifierJsonConverter<ItemCode>))]
public readonly record struct ItemCode : IIdentifier<ItemCode>
{
    /// <summary>31 characters.</summary>
    public const int Length = Uscc.Length + 1 + 12;

    private readonly string? _value;

    private ItemCode(string value) => _value = value;

    /// <inheritdoc/>
    public string Value => IdentifierText.Set<ItemCode>(_value);

    /// <summary>The body that carries the item out.</summary>
    public Uscc ImplementingBody => Uscc.Parse(Value[..Uscc.Length]);

    /// <summary>1 nation, 2 province, 3 city, 4 county, 5 township, 6 village, 7 managed by level (GB/T 39046 appendix A).</summary>
    public int Level => Value[Uscc.Length] - '0';

    /// <summary>基本编码, the code of the item itself, the same for every body that carries it out.</summary>
    public string BasicCode => Value[(Uscc.Length + 1)..];

    /// <inheritdoc cref="IIdentifier{TSelf}.TryRead"/>
    /// <remarks>Faults: <c>item-code-length</c>, those of <see cref="Uscc"/>, <c>item-code-level</c>,
    /// <c>item-code-character</c>.</remarks>
    public static bool TryRead(string? text, out ItemCode value, [NotNullWhen(false)] out IdentifierFault? fault)
    {
        value = default;
        fault = Fault(text);
        if (fault is not null) return false;
        value = new(text!);
        return true;
    }

    /// <summary>Reads the written form, or throws.</summary>
    /// <exception cref="FormatException">The message names the fault.</exception>
    public static ItemCode Parse(string text) => IdentifierText.Parse<ItemCode>(text);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ItemCode result) =>
        TryRead(s, out result, out _);

    /// <summary>The code, or nothing for a <c>default</c> struct.</summary>
    public override string ToString() => _value ?? "";

    private static IdentifierFault? Fault(string? text)
    {
        if (text is not { Length: Length }) return new("item-code-length", Expected: "31");
        if (!Uscc.TryRead(text[..Uscc.Length], out _, out var body)) return body;
        if (text[Uscc.Length] is < '1' or > '7') return new("item-code-level", Uscc.Length + 1, "1 to 7");
        return IdentifierText.Characters(text, Uscc.Length + 1, 12, IdentifierText.Alphanumerics, "item-code");
    }
}
