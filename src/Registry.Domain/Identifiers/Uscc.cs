using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Registry.Domain.Identifiers;

/// <summary>
/// 统一社会信用代码, the unified social credit code of an organisation (GB 32100-2015): registering department (1), category (1),
/// region (6), organisation code (9, GB 11714), check character (1). Upper case only.
/// </summary>
/// <remarks>
/// A wrong check character inside the organisation code (GB 11714) is a fault too, <c>organisation-code-check</c>: every real
/// code in the tests passes it.
/// </remarks>
[JsonConverter(typeof(IdentifierJsonConverter<Uscc>))]
public readonly record struct Uscc : IIdentifier<Uscc>
{
    /// <summary>18 characters.</summary>
    public const int Length = 18;

    // GB 32100 leaves out I, O, S, V and Z; a character's index is its value.
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private readonly string? _value;

    private Uscc(string value) => _value = value;

    /// <inheritdoc/>
    public string Value => IdentifierText.Set<Uscc>(_value);

    /// <summary>Where the organisation is registered (characters 3 to 8). <c>100000</c> is the nation.</summary>
    public RegionCode RegionCode => RegionCode.Parse(Value[2..8]);

    /// <summary>组织机构代码 with its own check character (characters 9 to 17, GB 11714), without a dash.</summary>
    public string OrganisationCode => Value[8..17];

    /// <inheritdoc cref="IIdentifier{TSelf}.TryRead"/>
    /// <remarks>Faults: <c>uscc-length</c>, <c>uscc-character</c>, <c>uscc-region</c>, <c>uscc-check</c>,
    /// <c>organisation-code-check</c>. The outer check comes first: if both are wrong, a mistyped character is the likely
    /// cause and the inner one would only mislead.</remarks>
    public static bool TryRead(string? text, out Uscc value, [NotNullWhen(false)] out IdentifierFault? fault)
    {
        value = default;
        fault = Fault(text);
        if (fault is not null) return false;
        value = new(text!);
        return true;
    }

    /// <summary>The 18th character for the first 17 (GB 32100 clause on the check character: weights 3^i mod 31).</summary>
    /// <exception cref="ArgumentException">Not 17 characters of the code's alphabet.</exception>
    public static char CheckCharacter(string first17)
    {
        ArgumentNullException.ThrowIfNull(first17);
        if (IdentifierText.Shape(first17, Length - 1, Alphabet, "uscc") is not null)
            throw new ArgumentException("17 characters of the GB 32100 alphabet are needed.", nameof(first17));
        return Check(first17);
    }

    /// <summary>Reads the written form, or throws.</summary>
    /// <exception cref="FormatException">The message names the fault.</exception>
    public static Uscc Parse(string text) => IdentifierText.Parse<Uscc>(text);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Uscc result) =>
        TryRead(s, out result, out _);

    /// <summary>The code, or nothing for a <c>default</c> struct.</summary>
    public override string ToString() => _value ?? "";

    private static IdentifierFault? Fault(string? text)
    {
        if (IdentifierText.Shape(text, Length, Alphabet, "uscc") is { } shape) return shape;
        if (!RegionCode.TryRead(text![2..8], out _, out var region)) return new("uscc-region", 2 + (region.Position ?? 1));
        if (Check(text) is var check && check != text[17]) return new("uscc-check", Length, $"{check}");
        var inner = OrganisationCheck(text.AsSpan(8, 8));
        return inner == text[16] ? null : new("organisation-code-check", Length - 1, $"{inner}");
    }

    private static char Check(string text)
    {
        int sum = 0, weight = 1;
        for (var i = 0; i < Length - 1; i++)
        {
            sum += Alphabet.IndexOf(text[i], StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }
        return Alphabet[(31 - sum % 31) % 31];
    }

    private static char OrganisationCheck(ReadOnlySpan<char> body)
    {
        ReadOnlySpan<int> weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += IdentifierText.Alphanumerics.IndexOf(body[i], StringComparison.Ordinal) * weights[i];
        return "0X987654321"[sum % 11];
    }
}
