using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Registry.Domain.Canonical;

namespace Registry.Domain.Tests.Canonical;

public sealed class Canonical_json_as_a_law
{
    [Property]
    public Property canonicalizing_twice_changes_nothing() => Prop.ForAll(Values, json =>
    {
        var once = JsonCanonicalizer.Canonicalize(Encoding.UTF8.GetBytes(json));
        return JsonCanonicalizer.IsCanonical(once);
    });

    [Property]
    public Property the_order_of_names_in_the_text_does_not_matter() =>
        Prop.ForAll(Values, json =>
            Canonical(json) == Canonical(Reversed(JsonNode.Parse(json))?.ToJsonString() ?? "null"));

    [Property]
    public Property the_value_stays_the_same() => Prop.ForAll(Values, json =>
        JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(Canonical(json))));

    [Property]
    public Property names_come_out_in_ordinal_order() => Prop.ForAll(Values, json =>
    {
        using var document = JsonDocument.Parse(Canonical(json));
        if (document.RootElement.ValueKind is not JsonValueKind.Object) return true;
        var names = document.RootElement.EnumerateObject().Select(member => member.Name).ToList();
        return names.SequenceEqual(names.Order(StringComparer.Ordinal));
    });

    [Property(MaxTest = 2000)]
    public Property only_what_comes_out_unchanged_is_canonical() => Prop.ForAll(AlmostCanonical, json =>
        JsonCanonicalizer.IsCanonical(Encoding.UTF8.GetBytes(json)) == (CanonicalOrNull(json) == json));

    /// <summary>Canonical texts with something put in or taken out.</summary>
    private static Arbitrary<string> AlmostCanonical => Values.Generator
        .Zip(Gen.Choose(0, 200)).Zip(Gen.Elements("", " ", "\n", "0", "-", ".", "e", ",", ":", "\"", "\\", "a", "{}", "[]", "证"))
        .Select(drawn =>
        {
            var ((json, place), piece) = drawn;
            var canonical = Canonical(json);
            place %= canonical.Length + 1;
            var almost = piece.Length == 0 && place < canonical.Length ? canonical.Remove(place, 1) : canonical.Insert(place, piece);
            // Half a surrogate pair has no UTF-8.
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(almost));
        }).ToArbitrary();

    private static string? CanonicalOrNull(string json)
    {
        try
        {
            return Canonical(json);
        }
        catch (CanonicalJsonException)
        {
            return null;
        }
    }

    private static Arbitrary<string> Values => Value(3).Select(node => node?.ToJsonString() ?? "null").ToArbitrary();

    // Includes what sorts differently in UTF-8 and UTF-16, and what needs an escape.
    private static Gen<string> Texts =>
        Gen.Elements("a", "Z", "1", "\"", "\\", "\n", "\u0001", "é", "证", "\ud7ff", "\ue000", "\uffee", "😀", "𐀀")
            .ListOf().Select(parts => string.Concat(parts.Take(4)));

    private static Gen<JsonNode?> Value(int depth) => depth == 0
        ? Gen.OneOf(
            Texts.Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Choose(-100_000, 100_000).Select(number => (JsonNode?)JsonValue.Create(number / 8.0)),
            Gen.Choose(-100, 100).Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Elements(true, false).Select(flag => (JsonNode?)JsonValue.Create(flag)),
            Gen.Constant<JsonNode?>(null))
        : Gen.OneOf(
            Value(0),
            Value(depth - 1).ListOf().Select(items => (JsonNode?)new JsonArray([.. items.Take(4).Select(Copy)])),
            Texts.Zip(Value(depth - 1)).ListOf().Select(members => (JsonNode?)new JsonObject(
                members.DistinctBy(member => member.Item1).Take(6)
                    .Select(member => KeyValuePair.Create(member.Item1, Copy(member.Item2))))));

    private static JsonNode? Reversed(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(
            members.Reverse().Select(member => KeyValuePair.Create(member.Key, Reversed(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Reversed)]),
        _ => Copy(node),
    };

    // A node has one parent only.
    private static JsonNode? Copy(JsonNode? node) => node?.DeepClone();

    private static string Canonical(string json) =>
        Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(Encoding.UTF8.GetBytes(json)));
}
