using Registry.Domain.Identifiers;
using Shouldly;
using Xunit;
using static Registry.Domain.Identifiers.LicenceIdentifierVerdict;

namespace Registry.Domain.Tests.Identifiers;

public sealed class Reading_a_licence_identifier
{
    private const string Root = "1.2.156.3005.2.";
    private const string Body = "11100000MB03271699001.11340100ME000001XU.20260000000000000001.001.";

    [Theory]
    [InlineData(Root)]
    [InlineData("")]
    public void a_right_one_is_ok_with_the_root_or_without(string prefix)
    {
        var reading = LicenceIdentifierReading.Read(prefix + Body + "Y");
        reading.Verdict.ShouldBe(new Ok());
        reading.Intended.ShouldBe(Root + Body + "Y");
        reading.Parts!.Type.Value.ShouldBe("11100000MB03271699001");
        reading.Parts.Issuer.ShouldBe("11340100ME000001XU");
        reading.Parts.Serial.ShouldBe("20260000000000000001");
        reading.Parts.Version.ShouldBe(1);
    }

    [Theory]
    [InlineData("11100000000013338W011.11430000006122244L.20230000403.001.U")]
    [InlineData("11100000000013338W009.11330105002500287C.2025052201.002.0")]
    public void identifiers_issued_in_other_provinces_are_ok(string text) =>
        LicenceIdentifierReading.Read(text).Verdict.ShouldBe(new Ok());

    [Fact]
    public void a_wrong_check_character_comes_with_the_right_one_and_the_intended_text()
    {
        var reading = LicenceIdentifierReading.Read(Body + "A");
        reading.Verdict.ShouldBe(new BadCheck('Y'));
        reading.Intended.ShouldBe(Root + Body + "Y");
    }

    // Published with this check character; the standard gives D.
    [Fact]
    public void the_character_of_the_defective_routine_is_a_known_defect_and_not_a_forgery()
    {
        const string body = "11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.";
        var reading = LicenceIdentifierReading.Read(Root + body + "M");
        reading.Verdict.ShouldBe(new KnownDefect("letter-plus-one", 'D'));
        reading.Intended.ShouldBe(Root + body + "D");
    }

    // Own vectors of the routine: letters with and without the reduction by 37.
    [Theory]
    [InlineData(Body + "V", 'Y')]
    [InlineData("11100000000013338W050.113700000045030270.20230000001.001.4", '5')]
    [InlineData("11100000000013338W011.11430000006122244L.20230000403.001.T", 'U')]
    public void the_defect_is_recognised_wherever_it_was_minted(string text, char expected) =>
        LicenceIdentifierReading.Read(text).Verdict.ShouldBe(new KnownDefect("letter-plus-one", expected));

    // From a Hefei interface.
    [Fact]
    public void a_region_as_issuer_is_legacy_and_its_check_character_is_verified()
    {
        const string body = "11100000MB03271699022.340100.000000016.001.";
        var reading = LicenceIdentifierReading.Read(Root + body + "9");
        reading.Verdict.ShouldBe(new LegacyIssuer());
        reading.Parts!.HasLegacyIssuer.ShouldBeTrue();
        LicenceIdentifierReading.Read(body + "8").Verdict.ShouldBe(new BadCheck('9'));
        LicenceIdentifierReading.Read(body + "4").Verdict.ShouldBe(new KnownDefect("letter-plus-one", '9'));
    }

    [Theory]
    [InlineData(null, "licence-id-layout", null)]
    [InlineData("", "licence-id-layout", null)]
    [InlineData("11100000MB03271699001.11340100ME000001XU.1.001", "licence-id-layout", null)]
    [InlineData(Body + "YY", "licence-id-layout", null)]
    [InlineData("1.2.156.3005.3." + Body + "Y", "licence-id-layout", null)]
    [InlineData(Body + "y", "licence-id-check-character", 67)]
    [InlineData("11100000MB03271698001.11340100ME000001XU.1.001.Y", "uscc-check", 18)]
    [InlineData(Root + "11100000MB03271699001.11340100ME000001XW.1.001.Y", "uscc-check", 55)]
    [InlineData("11100000MB03271699001.340100000.1.001.Y", "uscc-length", null)]
    [InlineData("11100000MB03271699001.11340100ME000001XU.0624_001.001.U", "licence-id-serial-character", 46)]
    [InlineData("11100000MB03271699001.11340100ME000001XU..001.U", "licence-id-serial-length", null)]
    [InlineData("11100000MB03271699001.11340100ME000001XU.1.000.U", "licence-id-version", 44)]
    [InlineData("11100000MB03271699001.11340100ME000001XU.1.1.U", "licence-id-version", 44)]
    public void what_cannot_be_read_is_malformed_with_the_reason(string? text, string code, int? position)
    {
        var reading = LicenceIdentifierReading.Read(text);
        var fault = reading.Verdict.ShouldBeOfType<Malformed>().Reason;
        (fault.Code, fault.Position).ShouldBe((code, position));
        reading.Parts.ShouldBeNull();
        reading.Intended.ShouldBeNull();
    }

    [Fact]
    public void an_endless_text_is_refused_before_it_is_taken_apart() =>
        LicenceIdentifierReading.Read(new('.', 1_000_000)).Verdict.Fault!.Code.ShouldBe("licence-id-layout");
}
