using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;
using Registry.Domain.Identifiers;

namespace Registry.Domain.LicenceTypes;

/// <summary>The stream of one licence type (证照类型) with its draft and all its versions.</summary>
[JsonConverter(typeof(StreamIdJson<LicenceTypeId>))]
public readonly record struct LicenceTypeId(Guid Value) : IStreamId<LicenceTypeId>, IParsable<LicenceTypeId>
{
    public static LicenceTypeId Of(Guid value) => new(value);

    public static LicenceTypeId Of(LicenceTypeCode code) => new(NameBasedId.Of("licence-type", code.Value));

    public static LicenceTypeId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LicenceTypeId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new LicenceTypeId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
