using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;

namespace Registry.Domain.Erasures;

/// <summary>The stream of one request to erase a person's data. Random, so that it tells nothing.</summary>
[JsonConverter(typeof(StreamIdJson<ErasureId>))]
public readonly record struct ErasureId(Guid Value) : IStreamId<ErasureId>, IParsable<ErasureId>
{
    public static ErasureId Of(Guid value) => new(value);

    public static ErasureId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ErasureId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new ErasureId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
