using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Registry.Domain.Identifiers;

/// <summary>
/// 证照类型代码, a type of licence (GB/T 36902, 36904): the social credit code of the authority that defined the type (18) and
/// its three-digit sequence. 21 characters.
/// </summary>
[JsonConverter(typeof(IdentifierJsonConverter<LicenceTypeCode>))]
public readonly record struct LicenceTypeCode : IIdentifier<LicenceTypeCode>
{
    /// <summary>21 characters.</summary>
    public const int Length = Uscc.Length + 3;

    private readonly string? _value;

    private LicenceTypeCode(string value) => _value = value;

    /// <inheritdoc/>
    public string Value => IdentifierText.Set<LicenceTypeCode>(_value);

    /// <summary>The authority that defined the type; seldom the one that issues.</summary>
    public Uscc DefiningAuthority => Uscc.Parse(Value[..Uscc.Length]);

    /// <summary>The authority's own three digits.</summary>
    public string Sequence => Value[Uscc.Length..];

    /// <inheritdoc cref="IIdentifier{TSelf}.TryRead"/>
    /// <remarks>Faults: <c>licence-type-length</c>, those of <see cref="Uscc"/>, <c>licence-type-character</c>.</remarks>
    public static bool TryRead(string? text, out LicenceTypeCode value, [NotNullWhen(false)] out IdentifierFault? fault)
    {
        value = default;
        fault = Fault(text);
        if (fault is not null) return false;
        value = new(text!);
        return true;
    }

    /// <summary>Reads the written form, or throws.</summary>
    /// <exception cref="FormatException">The message names the fault.</exception>
    public static LicenceTypeCode Parse(string text) => IdentifierText.Parse<LicenceTypeCode>(text);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LicenceTypeCode result) =>
        TryRead(s, out result, out _);

    /// <summary>The code, or nothing for a <c>default</c> struct.</summary>
    public override string ToString() => _value ?? "";

    private static IdentifierFault? Fault(string? text)
    {
        if (text is not { Length: Length }) return new("licence-type-length", Expected: "21");
        if (!Uscc.TryRead(text[..Uscc.Length], out _, out var authority)) return authority;
        return IdentifierText.Characters(text, Uscc.Length, 3, IdentifierText.Digits, "licence-type");
    }
}
