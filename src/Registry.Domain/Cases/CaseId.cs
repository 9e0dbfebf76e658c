using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;

namespace Registry.Domain.Cases;

/// <summary>The stream of one case (办件). Random, so that it tells nothing and cannot be guessed.</summary>
[JsonConverter(typeof(StreamIdJson<CaseId>))]
public readonly record struct CaseId(Guid Value) : IStreamId<CaseId>, IParsable<CaseId>
{
    public static CaseId Of(Guid value) => new(value);

    public static CaseId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CaseId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new CaseId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
