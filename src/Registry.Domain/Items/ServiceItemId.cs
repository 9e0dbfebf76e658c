using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;
using Registry.Domain.Identifiers;

namespace Registry.Domain.Items;

/// <summary>The stream of one service item (事项).</summary>
[JsonConverter(typeof(StreamIdJson<ServiceItemId>))]
public readonly record struct ServiceItemId(Guid Value) : IStreamId<ServiceItemId>, IParsable<ServiceItemId>
{
    public static ServiceItemId Of(Guid value) => new(value);

    public static ServiceItemId Of(ItemCode code) => new(NameBasedId.Of("service-item", code.ToString()));

    public static ServiceItemId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ServiceItemId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new ServiceItemId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
