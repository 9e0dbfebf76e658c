using System.Text.Json;
using Registry.Domain.Identifiers;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Identifiers;

public sealed class Minting_a_licence_identifier
{
    private const string Minted = "1.2.156.3005.2.11100000MB03271699001.11340100ME000001XU.20260000000000000001.001.Y";

    private static readonly LicenceTypeCode Type = LicenceTypeCode.Parse("11100000MB03271699001");
    private static readonly Uscc Issuer = Uscc.Parse("11340100ME000001XU");

    [Fact]
    public void gives_the_dotted_text_with_its_check_character()
    {
        var identifier = LicenceIdentifier.Mint(Type, Issuer, "20260000000000000001", 1);
        identifier.ToString().ShouldBe(Minted);
        identifier.Check.ShouldBe('Y');
    }

    [Fact]
    public void the_next_version_has_its_own_check_character()
    {
        var next = LicenceIdentifier.Parse(Minted).NextVersion();
        next.Version.ShouldBe(2);
        next.Check.ShouldBe('W');
        next.ToString().ShouldEndWith(".002.W");
    }

    [Fact]
    public void there_is_no_version_after_999() =>
        Should.Throw<InvalidOperationException>(() => LicenceIdentifier.Mint(Type, Issuer, "1", 999).NextVersion());

    [Theory]
    [InlineData("", 1, "licence-id-serial-length")]
    [InlineData(null, 1, "licence-id-serial-length")]
    [InlineData("abc", 1, "licence-id-serial-character")]
    [InlineData("A.B", 1, "licence-id-serial-character")]
    [InlineData("A", 0, "licence-id-version")]
    [InlineData("A", 1000, "licence-id-version")]
    public void a_bad_serial_or_version_is_refused(string? serial, int version, string code)
    {
        LicenceIdentifier.TryMint(Type, Issuer, serial, version, out var identifier, out var fault).ShouldBeFalse();
        fault.Code.ShouldBe(code);
        identifier.ShouldBeNull();
        Should.Throw<ArgumentException>(() => LicenceIdentifier.Mint(Type, Issuer, serial!, version)).Message.ShouldContain(code);
    }

    [Fact]
    public void the_longest_serial_fits_the_exchange_column_and_reads_back()
    {
        var longest = LicenceIdentifier.Mint(Type, Issuer, new('Z', 64), 999);
        longest.ToString().Length.ShouldBeLessThanOrEqualTo(128);
        LicenceIdentifier.Parse(longest.ToString()).ShouldBe(longest);
        Should.Throw<ArgumentException>(() => LicenceIdentifier.Mint(Type, Issuer, new('Z', 65), 1));
    }

    [Fact]
    public void it_travels_as_a_string()
    {
        var identifier = LicenceIdentifier.Parse(Minted);
        JsonSerializer.Serialize(identifier).ShouldBe($"\"{Minted}\"");
        JsonSerializer.Deserialize<LicenceIdentifier>($"\"{Minted}\"").ShouldBe(identifier);
    }

    [Theory]
    [InlineData("11100000MB03271699001.11340100ME000001XU.20260000000000000001.001.A", "licence-id-check")]
    [InlineData("11100000MB03271699001.11340100ME000001XU.20260000000000000001.001.V", "licence-id-defect-letter-plus-one")]
    [InlineData("11100000MB03271699022.340100.000000016.001.9", "licence-id-legacy-issuer")]
    [InlineData("x", "licence-id-layout")]
    public void what_it_could_not_have_minted_is_no_identifier_of_its_own(string text, string code)
    {
        LicenceIdentifier.TryRead(text, out _, out var fault).ShouldBeFalse();
        fault.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("11100000MB0327169900", "licence-type-length")]
    [InlineData("11100000MB03271699W01", "licence-type-character")]
    [InlineData("11100000MB03271698001", "uscc-check")]
    public void a_wrong_type_code_is_explained(string text, string code)
    {
        LicenceTypeCode.TryRead(text, out _, out var fault).ShouldBeFalse();
        fault.Code.ShouldBe(code);
    }
}
