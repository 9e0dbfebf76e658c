using System.Text.Json;
using Registry.Domain.Identifiers;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Identifiers;

public sealed class Reading_a_social_credit_code
{
    [Theory]
    [InlineData("12441500196720244T")]
    [InlineData("11370800MB28559184")]
    [InlineData("11430000006122244L")]
    [InlineData("11100000000013338W")]
    [InlineData("113700000045030270")]
    [InlineData("11100000MB03271699")]
    [InlineData("113700000045046442")]
    [InlineData("11330105002500287C")]
    public void a_real_code_reads_with_both_its_check_characters(string text)
    {
        Uscc.TryRead(text, out var uscc, out var fault).ShouldBeTrue(fault?.ToString());
        uscc.Value.ShouldBe(text);
        Uscc.CheckCharacter(text[..17]).ShouldBe(text[17]);
    }

    [Fact]
    public void a_wrong_check_character_is_named_with_the_expected_one() =>
        Fault("12441500196720244L").ShouldBe(new("uscc-check", 18, "T"));

    [Fact]
    public void a_wrong_organisation_code_under_a_right_outer_check_is_named_with_the_expected_one()
    {
        const string body = "11100000MB0327168";
        Fault(body + Uscc.CheckCharacter(body)).ShouldBe(new("organisation-code-check", 17, "9"));
    }

    [Theory]
    [InlineData("1244150019672O244T", 14)]
    [InlineData("i2441500196720244T", 1)]
    [InlineData("12441500196720244t", 18)]
    [InlineData("１2441500196720244T", 1)]
    public void a_stray_character_is_named_with_its_place(string text, int position) =>
        Fault(text).ShouldBe(new("uscc-character", position));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" 12441500196720244T")]
    [InlineData("12441500196720244")]
    public void another_length_is_refused_and_nothing_is_trimmed(string? text) =>
        Fault(text).ShouldBe(new("uscc-length", Expected: "18"));

    [Fact]
    public void letters_in_the_region_are_refused() => Fault("1244A500196720244T").ShouldBe(new("uscc-region", 5));

    [Fact]
    public void its_parts_are_told_apart()
    {
        var uscc = Uscc.Parse("12441500196720244T");
        uscc.RegionCode.Value.ShouldBe("441500");
        uscc.OrganisationCode.ShouldBe("196720244");
    }

    [Fact]
    public void a_default_value_is_no_code()
    {
        Should.Throw<InvalidOperationException>(() => default(Uscc).Value);
        default(Uscc).ToString().ShouldBeEmpty();
        Should.Throw<InvalidOperationException>(() => JsonSerializer.Serialize(default(Uscc)));
    }

    [Fact]
    public void it_travels_as_a_string_and_as_a_property_name()
    {
        var counts = new Dictionary<Uscc, int> { [Uscc.Parse("12441500196720244T")] = 1 };
        JsonSerializer.Serialize(counts).ShouldBe("""{"12441500196720244T":1}""");
        JsonSerializer.Deserialize<Dictionary<Uscc, int>>("""{"12441500196720244T":1}""").ShouldBe(counts);
        JsonSerializer.Serialize(counts.Keys).ShouldBe("""["12441500196720244T"]""");
    }

    [Theory]
    [InlineData("\"12441500196720244L\"", "uscc-check")]
    [InlineData("12", "identifier-not-a-string")]
    [InlineData("null", "identifier-not-a-string")]
    public void a_bad_one_in_json_names_the_fault(string json, string code) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Uscc>(json)).Message.ShouldContain(code);

    [Fact]
    public void parsing_a_bad_one_names_the_fault() =>
        Should.Throw<FormatException>(() => Uscc.Parse("12441500196720244L")).Message.ShouldBe("uscc-check at 18, expected T");

    [Fact]
    public void a_check_character_needs_seventeen_characters_of_the_alphabet() =>
        Should.Throw<ArgumentException>(() => Uscc.CheckCharacter("1244150019672024I"));

    private static IdentifierFault? Fault(string? text)
    {
        Uscc.TryRead(text, out _, out var fault);
        return fault;
    }
}
