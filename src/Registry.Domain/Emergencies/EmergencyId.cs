using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;

namespace Registry.Domain.Emergencies;

/// <summary>The stream of one emergency access (应急查阅). Random, so that it tells nothing and cannot be guessed.</summary>
[JsonConverter(typeof(StreamIdJson<EmergencyId>))]
public readonly record struct EmergencyId(Guid Value) : IStreamId<EmergencyId>, IParsable<EmergencyId>
{
    public static EmergencyId Of(Guid value) => new(value);

    public static EmergencyId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out EmergencyId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new EmergencyId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
