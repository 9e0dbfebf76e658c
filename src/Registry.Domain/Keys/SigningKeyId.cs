using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;

namespace Registry.Domain.Keys;

/// <summary>The stream of one signing key.</summary>
[JsonConverter(typeof(StreamIdJson<SigningKeyId>))]
public readonly record struct SigningKeyId(Guid Value) : IStreamId<SigningKeyId>, IParsable<SigningKeyId>
{
    public static SigningKeyId Of(Guid value) => new(value);

    public static SigningKeyId Of(string kid) => new(NameBasedId.Of("signing-key", kid));

    public static SigningKeyId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out SigningKeyId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new SigningKeyId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
