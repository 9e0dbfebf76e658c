using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;

namespace Registry.Domain.Sharing;

/// <summary>The stream of one sharing grant (共享授权). Random, so that it tells nothing and cannot be guessed.</summary>
[JsonConverter(typeof(StreamIdJson<SharingGrantId>))]
public readonly record struct SharingGrantId(Guid Value) : IStreamId<SharingGrantId>, IParsable<SharingGrantId>
{
    public static SharingGrantId Of(Guid value) => new(value);

    public static SharingGrantId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SharingGrantId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new SharingGrantId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
