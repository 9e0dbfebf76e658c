using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;

namespace Registry.Domain.Audit;

/// <summary>The stream of one rule by which looks are judged. Random.</summary>
[JsonConverter(typeof(StreamIdJson<AuditRuleId>))]
public readonly record struct AuditRuleId(Guid Value) : IStreamId<AuditRuleId>, IParsable<AuditRuleId>
{
    public static AuditRuleId Of(Guid value) => new(value);

    public static AuditRuleId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AuditRuleId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new AuditRuleId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
