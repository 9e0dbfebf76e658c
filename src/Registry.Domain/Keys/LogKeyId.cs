using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;

namespace Registry.Domain.Keys;

/// <summary>The stream of one key that signs checkpoints.</summary>
[JsonConverter(typeof(StreamIdJson<LogKeyId>))]
public readonly record struct LogKeyId(Guid Value) : IStreamId<LogKeyId>, IParsable<LogKeyId>
{
    public static LogKeyId Of(Guid value) => new(value);

    public static LogKeyId Of(string vkey) => new(NameBasedId.Of("log-key", vkey));

    public static LogKeyId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LogKeyId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new LogKeyId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
