using System.Text.Json;
using Registry.Domain.Identifiers;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Identifiers;

public sealed class Reading_a_citizen_id
{
    [Theory]
    [InlineData("11010519491231002X", 1949, 12, 31)]
    [InlineData("440524188001010014", 1880, 1, 1)]
    [InlineData("34010420000229001X", 2000, 2, 29)]
    public void a_right_number_reads_with_its_birth_date(string text, int year, int month, int day)
    {
        var id = CitizenId.Parse(text);
        id.Value.ShouldBe(text);
        id.BirthDate.ShouldBe(new(year, month, day));
    }

    [Theory]
    [InlineData("110105194912310021", "citizen-id-check", 18, "X")]
    [InlineData("34010419900230123X", "citizen-id-birth-date", 7, null)]
    [InlineData("34010417991231123X", "citizen-id-birth-date", 7, null)]
    [InlineData("11010519491231002x", "citizen-id-character", 18, null)]
    [InlineData("1101051949123100AX", "citizen-id-character", 17, null)]
    [InlineData("01010519491231002X", "citizen-id-region", 1, null)]
    [InlineData("110105491231002", "citizen-id-length", null, "18")]
    public void a_wrong_one_is_explained(string text, string code, int? position, string? expected)
    {
        CitizenId.TryRead(text, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new(code, position, expected));
    }

    [Fact]
    public void printing_it_shows_three_and_two_characters_only()
    {
        var id = CitizenId.Parse("11010519491231002X");
        $"{id}".ShouldBe("110*************2X");
        id.Masked.Length.ShouldBe(18);
        new { Applicant = id }.ToString()!.ShouldNotContain("19491231");
    }

    [Fact]
    public void it_is_read_from_json_and_never_written_to_it()
    {
        var id = JsonSerializer.Deserialize<CitizenId>("\"11010519491231002X\"");
        Should.Throw<JsonException>(() => JsonSerializer.Serialize(new { id })).Message.ShouldContain("citizen-id-in-clear");
    }

    [Fact]
    public void a_bad_one_in_json_names_the_fault_and_not_the_number()
    {
        var thrown = Should.Throw<JsonException>(() => JsonSerializer.Deserialize<CitizenId>("\"110105194912310021\""));
        thrown.Message.ShouldContain("citizen-id-check");
        thrown.ToString().ShouldNotContain("110105194912310021");
    }

    [Fact]
    public void a_default_value_is_no_number()
    {
        Should.Throw<InvalidOperationException>(() => default(CitizenId).Value);
        default(CitizenId).ToString().ShouldBeEmpty();
    }
}
