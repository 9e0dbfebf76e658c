using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;
using Registry.Domain.Identifiers;

namespace Registry.Domain.Directory;

/// <summary>The stream of one officer's duties in a registry authority's directory.</summary>
[JsonConverter(typeof(StreamIdJson<OfficerId>))]
public readonly record struct OfficerId(Guid Value) : IStreamId<OfficerId>, IParsable<OfficerId>
{
    /// <summary>No staff id is longer.</summary>
    public const int Longest = 64;

    public static OfficerId Of(Guid value) => new(value);

    /// <param name="officer">The identity provider's subject; a pseudonym.</param>
    public static OfficerId Of(RegionCode authority, string officer) =>
        new(NameBasedId.Of("officer", $"{authority}/{officer}"));

    /// <summary>Whether it can be an identity provider's subject for staff: letters, digits, point, hyphen and underscore.</summary>
    public static bool IsOfficer(string? text) =>
        text is { Length: > 0 and <= Longest } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    public static OfficerId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OfficerId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new OfficerId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
