using System.Text.Json;
using Registry.Domain.Identifiers;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Identifiers;

public sealed class Reading_item_codes_and_case_numbers
{
    private const string Item = "11370800MB285591843370117002011";

    [Theory]
    [InlineData(Item, "11370800MB28559184", "370117002011")]
    [InlineData("12441500196720244T3442199806003", "12441500196720244T", "442199806003")]
    public void a_real_item_code_is_body_level_and_basic_code(string text, string body, string basic)
    {
        var item = ItemCode.Parse(text);
        item.ImplementingBody.Value.ShouldBe(body);
        item.Level.ShouldBe(3);
        item.BasicCode.ShouldBe(basic);
    }

    [Theory]
    [InlineData("11370800MB2855918433701170020", "item-code-length", null, "31")]
    [InlineData("11370800MB285591853370117002011", "uscc-check", 18, "4")]
    [InlineData("11370800MB285591848370117002011", "item-code-level", 19, "1 to 7")]
    [InlineData("11370800MB28559184337011700201a", "item-code-character", 31, null)]
    public void a_wrong_item_code_is_explained(string text, string code, int? position, string? expected)
    {
        ItemCode.TryRead(text, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new(code, position, expected));
    }

    [Fact]
    public void a_case_number_is_composed_of_item_date_and_four_digits()
    {
        var number = CaseNumber.Compose(ItemCode.Parse(Item), new(2026, 3, 9), 42);
        number.Value.ShouldBe(Item + "202603090042");
        CaseNumber.Parse(number.Value).ShouldBe(number);
        number.Item.Value.ShouldBe(Item);
        number.Date.ShouldBe(new(2026, 3, 9));
        number.Sequence.ShouldBe(42);
    }

    [Fact]
    public void a_sequence_beyond_four_digits_makes_it_longer_and_the_longest_is_readable()
    {
        CaseNumber.Compose(ItemCode.Parse(Item), new(2026, 3, 9), 10_000).Value.ShouldEndWith("2026030910000");
        CaseNumber.Parse(Item + "2026030999999999999").Sequence.ShouldBe(99_999_999_999);
    }

    [Fact]
    public void a_sequence_starts_at_one() =>
        Should.Throw<ArgumentOutOfRangeException>(() => CaseNumber.Compose(ItemCode.Parse(Item), new(2026, 3, 9), 0));

    [Theory]
    [InlineData(Item + "20260309001", "case-number-length", null, "43 to 50")]
    [InlineData(Item + "20260309000000000001", "case-number-length", null, "43 to 50")]
    [InlineData("11370800MB285591853370117002011202603090001", "uscc-check", 18, "4")]
    [InlineData(Item + "202602300001", "case-number-date", 32, "yyyyMMdd")]
    [InlineData(Item + "2026030900A1", "case-number-character", 42, null)]
    public void a_wrong_case_number_is_explained(string text, string code, int? position, string? expected)
    {
        CaseNumber.TryRead(text, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new(code, position, expected));
    }

    [Fact]
    public void both_travel_as_strings()
    {
        JsonSerializer.Serialize(ItemCode.Parse(Item)).ShouldBe($"\"{Item}\"");
        JsonSerializer.Deserialize<CaseNumber>($"\"{Item}202603090042\"").Sequence.ShouldBe(42);
    }
}
