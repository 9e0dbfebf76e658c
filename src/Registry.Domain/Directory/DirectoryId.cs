using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;
using Registry.Domain.Identifiers;

namespace Registry.Domain.Directory;

/// <summary>The stream of one registry authority's directory of regions and agencies.</summary>
[JsonConverter(typeof(StreamIdJson<DirectoryId>))]
public readonly record struct DirectoryId(Guid Value) : IStreamId<DirectoryId>, IParsable<DirectoryId>
{
    public static DirectoryId Of(Guid value) => new(value);

    public static DirectoryId Of(RegionCode authority) => new(NameBasedId.Of("directory", authority.ToString()));

    public static DirectoryId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DirectoryId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new DirectoryId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
