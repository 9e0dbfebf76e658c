using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;
using Registry.Domain.Identifiers;

namespace Registry.Domain.Licences;

/// <summary>The stream of one licence (证照) with all its versions.</summary>
[JsonConverter(typeof(StreamIdJson<LicenceId>))]
public readonly record struct LicenceId(Guid Value) : IStreamId<LicenceId>, IParsable<LicenceId>
{
    public static LicenceId Of(Guid value) => new(value);

    /// <summary>
    /// The licence that an identifier names. Every version of a licence shares it, and a number can be minted once only:
    /// the second attempt meets the existing stream.
    /// </summary>
    public static LicenceId Of(LicenceTypeCode type, Uscc issuer, string serial) =>
        new(NameBasedId.Of("licence", $"{type}.{issuer}.{serial}"));

    public static LicenceId Of(LicenceIdentifier identifier) =>
        Of(identifier.Type, identifier.Issuer, identifier.Serial);

    public static LicenceId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LicenceId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new LicenceId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
