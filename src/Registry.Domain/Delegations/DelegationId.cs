using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;

namespace Registry.Domain.Delegations;

/// <summary>The stream of one delegation (委托). Random, so that it tells nothing and cannot be guessed.</summary>
[JsonConverter(typeof(StreamIdJson<DelegationId>))]
public readonly record struct DelegationId(Guid Value) : IStreamId<DelegationId>, IParsable<DelegationId>
{
    public static DelegationId Of(Guid value) => new(value);

    public static DelegationId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DelegationId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new DelegationId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
