using System.Text;
using System.Text.Json;
using Registry.Domain.Canonical;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Canonical;

public sealed class Canonicalizing_json
{
    // RFC 8785 3.2.2 to 3.2.4.
    [Fact]
    public void the_rfc_example_comes_out_as_printed() =>
        Canonical("""
            {
              "numbers": [333333333.33333329, 1E30, 4.50,
                          2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """).ShouldBe(
            """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""");

    // RFC 8785 3.2.3; an emoji sorts before U+FB33 in UTF-16, after it in UTF-8.
    [Fact]
    public void names_are_sorted_by_utf16_code_units() =>
        Canonical("""
            {
              "\u20ac": "Euro Sign",
              "\r": "Carriage Return",
              "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face",
              "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """).ShouldBe(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
            + "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");

    [Fact]
    public void the_order_is_the_same_for_names_written_without_escapes() =>
        Canonical("{\"\ufb33\":1,\"😀\":2,\"\ue000\":3,\"a\":4,\"\ud7ff\":5,\"😁\":6,\"aa\":7,\"\":8}")
            .ShouldBe("{\"\":8,\"a\":4,\"aa\":7,\"\ud7ff\":5,\"😀\":2,\"😁\":6,\"\ue000\":3,\"\ufb33\":1}");

    // The vectors of the reference implementation (cyberphone/json-canonicalization).
    [Theory]
    [InlineData("[56, {\"d\": true, \"10\": null, \"1\": []}]", "[56,{\"1\":[],\"10\":null,\"d\":true}]")]
    [InlineData(
        "{\"peach\": \"This sorting order\", \"péché\": \"is wrong according to French\", \"pêche\": \"but canonicalization MUST\", \"sin\": \"ignore locale\"}",
        "{\"peach\":\"This sorting order\",\"péché\":\"is wrong according to French\",\"pêche\":\"but canonicalization MUST\",\"sin\":\"ignore locale\"}")]
    [InlineData(
        "{\"1\": {\"f\": {\"f\": \"hi\",\"F\": 5}, \"\\n\": 56.0}, \"10\": {}, \"\": \"empty\", \"a\": {}, \"111\": [{\"e\": \"yes\", \"E\": \"no\"}], \"A\": {}}",
        "{\"\":\"empty\",\"1\":{\"\\n\":56,\"f\":{\"F\":5,\"f\":\"hi\"}},\"10\":{},\"111\":[{\"E\":\"no\",\"e\":\"yes\"}],\"A\":{},\"a\":{}}")]
    [InlineData("{\"Unnormalized Unicode\":\"A\\u030a\"}", "{\"Unnormalized Unicode\":\"A\u030a\"}")]
    public void the_reference_vectors_come_out(string json, string canonical) => Canonical(json).ShouldBe(canonical);

    [Fact]
    public void control_characters_take_their_short_escape_or_four_lower_case_digits() =>
        Canonical(@"""\u0000\u0008\u0009\u000A\u000B\u000C\u000D\u001F\u007F\/\u2028""")
            .ShouldBe("\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\u007f/\u2028\"");

    [Theory]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("0")]
    public void any_value_may_stand_at_the_top(string json) => Canonical($" {json}\r\n").ShouldBe(json);

    [Theory]
    [InlineData("""{"a":1,"b":{"c":2,"\u0063":3}}""", "The name occurs twice.", "$.b.c")]
    [InlineData("""{"a":[0,{"b":"\ud800"}]}""", "The text holds half of a surrogate pair.", "$.a[1].b")]
    [InlineData("""{"a":{"\udc00":1}}""", "The text holds half of a surrogate pair.", "$.a")]
    [InlineData("""{"a":[1e400]}""", "The number is beyond the range of an IEEE double.", "$.a[0]")]
    [InlineData("[-1e400]", "The number is beyond the range of an IEEE double.", "$[0]")]
    [InlineData("{} {}", "Not one JSON text: line 1, byte 4.", "$")]
    [InlineData("", "Not one JSON text: line 1, byte 1.", "$")]
    [InlineData("[1,]", "Not one JSON text: line 1, byte 4.", "$")]
    [InlineData("[NaN]", "Not one JSON text: line 1, byte 2.", "$")]
    [InlineData("[1] // one", "Not one JSON text: line 1, byte 5.", "$")]
    [InlineData("\ufeff{}", "Not one JSON text: line 1, byte 1.", "$")]
    public void what_has_no_canonical_form_is_refused_with_reason_and_path(string json, string reason, string path)
    {
        var thrown = Should.Throw<CanonicalJsonException>(() => Canonical(json));
        (thrown.Reason, thrown.Path).ShouldBe((reason, path));
        JsonCanonicalizer.IsCanonical(Encoding.UTF8.GetBytes(json)).ShouldBeFalse();
    }

    [Fact]
    public void invalid_utf8_is_refused() =>
        Should.Throw<CanonicalJsonException>(() => JsonCanonicalizer.Canonicalize([(byte)'"', 0xC0, 0x80, (byte)'"']))
            .Reason.ShouldBe("The text is not valid UTF-8.");

    [Fact]
    public void a_bottomless_text_is_refused() =>
        Should.Throw<CanonicalJsonException>(() => Canonical(new('[', 100_000)));

    [Fact]
    public void a_parsed_value_is_held_to_the_same_rules()
    {
        using var document = JsonDocument.Parse("""{"outer":{"b":1.0,"a":"\u0041"},"twice":{"x":1,"x":2}}""");
        Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(document.RootElement.GetProperty("outer")))
            .ShouldBe("""{"a":"A","b":1}""");
        Should.Throw<CanonicalJsonException>(() => JsonCanonicalizer.Canonicalize(document.RootElement))
            .Path.ShouldBe("$.twice.x");
        Should.Throw<CanonicalJsonException>(() => JsonCanonicalizer.Canonicalize(default(JsonElement)));

        using var broken = JsonDocument.Parse(new byte[] { (byte)'[', (byte)'"', 0xFF, (byte)'"', (byte)']' });
        Should.Throw<CanonicalJsonException>(() => JsonCanonicalizer.Canonicalize(broken.RootElement)).Path.ShouldBe("$[0]");
    }

    [Theory]
    [InlineData("""{"a":1,"b":2}""", true)]
    [InlineData("""{"b":2,"a":1}""", false)]
    [InlineData("""{"a": 1}""", false)]
    [InlineData("""[1.0]""", false)]
    [InlineData("""["\u0041"]""", false)]
    [InlineData("[-0]", false)]
    public void only_the_canonical_bytes_are_canonical(string json, bool canonical) =>
        JsonCanonicalizer.IsCanonical(Encoding.UTF8.GetBytes(json)).ShouldBe(canonical);

    private static string Canonical(string json) =>
        Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(Encoding.UTF8.GetBytes(json)));
}
