using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;
using Registry.Domain.Identifiers;

namespace Registry.Domain.LicenceBatches;

/// <summary>The stream of one batch (批次). Made from agency and name, so that an agency uses a name once.</summary>
[JsonConverter(typeof(StreamIdJson<LicenceBatchId>))]
public readonly record struct LicenceBatchId(Guid Value) : IStreamId<LicenceBatchId>, IParsable<LicenceBatchId>
{
    public static LicenceBatchId Of(Guid value) => new(value);

    public static LicenceBatchId Of(Uscc agency, string name) => new(NameBasedId.Of("licence-batch", $"{agency}.{name}"));

    public static LicenceBatchId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LicenceBatchId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new LicenceBatchId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
