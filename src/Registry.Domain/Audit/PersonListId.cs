using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Registry.Domain.Events;
using Registry.Domain.Identifiers;

namespace Registry.Domain.Audit;

/// <summary>The stream of one list of persons at whom a look is judged: the watched ones of an authority, or those related to one officer.</summary>
[JsonConverter(typeof(StreamIdJson<PersonListId>))]
public readonly record struct PersonListId(Guid Value) : IStreamId<PersonListId>, IParsable<PersonListId>
{
    public static PersonListId Of(Guid value) => new(value);

    /// <summary>Persons whose prominence invites curiosity.</summary>
    public static PersonListId Watched(RegionCode authority) => new(NameBasedId.Of("person-list", $"{authority}/watched"));

    /// <summary>Persons with whom an officer must have nothing to do (回避).</summary>
    /// <param name="officer">The identity provider's subject; a pseudonym.</param>
    public static PersonListId RelatedTo(RegionCode authority, string officer) =>
        new(NameBasedId.Of("person-list", $"{authority}/related/{officer}"));

    public static PersonListId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PersonListId result)
    {
        var parsed = Guid.TryParseExact(s, "D", out var value);
        result = new PersonListId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString("D");
}
