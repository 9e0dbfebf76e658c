using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;

namespace Registry.Domain.LicenceCopies;

/// <summary>The stream of one copy of a licence (加注件). Random, so that it tells nothing.</summary>
[JsonConverter(typeof(StreamIdJson<LicenceCopyId>))]
public readonly record struct LicenceCopyId(Guid Value) : IStreamId<LicenceCopyId>, IParsable<LicenceCopyId>
{
    public static LicenceCopyId Of(Guid value) => new(value);

    public static LicenceCopyId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out LicenceCopyId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new LicenceCopyId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
