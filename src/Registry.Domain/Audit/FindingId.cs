using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;

namespace Registry.Domain.Audit;

/// <summary>The stream of one finding. It follows from what it is about, so that nothing is found twice whoever judges, and how often.</summary>
[JsonConverter(typeof(StreamIdJson<FindingId>))]
public readonly record struct FindingId(Guid Value) : IStreamId<FindingId>, IParsable<FindingId>
{
    public static FindingId Of(Guid value) => new(value);

    /// <summary>Of one look under one rule.</summary>
    public static FindingId Of(AuditRuleId rule, Guid look) => new(NameBasedId.Of("finding", $"{rule}/{look}"));

    /// <summary>Of one officer within one stretch of time under one rule.</summary>
    /// <param name="stretch">Number of the stretch since 1970.</param>
    public static FindingId Of(AuditRuleId rule, int version, string officer, long stretch) =>
        new(NameBasedId.Of("finding", $"{rule}/{version}/{officer}/{stretch}"));

    public static FindingId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out FindingId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new FindingId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
