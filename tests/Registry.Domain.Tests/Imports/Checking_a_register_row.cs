using Registry.Domain.Identifiers;
using Registry.Domain.Imports;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Imports;

public sealed class Checking_a_register_row
{
    [Fact]
    public void reads_a_good_one()
    {
        var row = Registers.Row(2, ("name", " 青禾面馆 "), ("since", "2016-05-06"), ("status", "OFF"), ("until", ""));
        row.Identifier.Serial.ShouldBe("A1");
        row.Identifier.Version.ShouldBe(1);
        row.Term.ShouldBe(new Term(new(2015, 1, 2), new(2015, 1, 1), null));
        row.Status.ShouldBe(LicenceStatus.Cancelled);
        row.StatusOn.ShouldBe(new DateOnly(2016, 5, 6));
        row.Holder.ShouldBe(new Party("青禾面馆", HolderCodeType.OtherOrganisation, "X-1"));
        row.Face.ShouldHaveSingleItem().ShouldBe(new("tradeName", "青禾"));
    }

    [Theory]
    [InlineData("issued", "", "row-value-missing")]
    [InlineData("name", " ", "row-value-missing")]
    [InlineData("number", "", "row-value-missing")]
    [InlineData("type", "", "row-value-missing")]
    [InlineData("type", "new", "row-value-unknown")]
    [InlineData("status", "GONE", "row-value-unknown")]
    [InlineData("codeType", "TAX", "row-value-unknown")]
    [InlineData("from", "2015-02-30", "row-date-malformed")]
    [InlineData("issued", "2015/01/02", "row-date-malformed")]
    [InlineData("until", "2014-12-31", "licence-validity-reversed")]
    [InlineData("id", "1x", "row-number-malformed")]
    [InlineData("number", "a-1", "licence-id-serial-character")]
    [InlineData("trade", "a\u0007b", "row-text-not-storable")]
    [InlineData("trade", "a\nb", "row-text-not-storable")]
    [InlineData("note", "\0", "row-text-not-storable")]
    public void names_the_column_and_what_is_wrong(string column, string value, string code)
    {
        var fault = Registers.FaultsOf((column, value)).ShouldHaveSingleItem();
        fault.RowNumber.ShouldBe(7);
        fault.Column.ShouldBe(column);
        fault.Code.ShouldBe(code);
    }

    [Fact]
    public void reads_several_holders_where_the_mapping_says_what_stands_between_them()
    {
        var row = Registers.Joint(2, ("name", "王芳、 李强"), ("codeType", "ID"), ("code", $"{Registers.Person}、340111198506150022"));
        row.Holder.ShouldBe(new Party("王芳", HolderCodeType.CitizenId, Registers.Person));
        row.Others.ShouldBe([new Party("李强", HolderCodeType.CitizenId, "340111198506150022")]);
        Registers.Joint(2, ("name", "王芳、青禾"), ("codeType", "ID、OTHER"), ("code", $"{Registers.Person}、X-1"))
            .Others.ShouldBe([new Party("青禾", HolderCodeType.OtherOrganisation, "X-1")]);
        Registers.Joint(2).Others.ShouldBeEmpty();
        // Without a separator it is a name like any other.
        Registers.Row(2, ("name", "王芳、李强")).Holder.Name.ShouldBe("王芳、李强");
    }

    [Theory]
    [InlineData("甲、乙", "OTHER", "1", "code", "row-holders-uneven")]
    [InlineData("甲", "OTHER", "1、2", "code", "row-holders-uneven")]
    [InlineData("甲、乙、丙", "OTHER、OTHER", "1、2、3", "codeType", "row-holders-uneven")]
    [InlineData("甲、", "OTHER", "1、2", "name", "row-value-missing")]
    [InlineData("甲、乙", "OTHER", "1、", "code", "row-value-missing")]
    [InlineData("甲、乙", "OTHER、TAX", "1、2", "codeType", "row-value-unknown")]
    [InlineData("甲、乙", "OTHER", "1、1", "code", "row-holder-repeated")]
    [InlineData("甲、乙", "OTHER、ID", "1、110105194912310021", "code", "citizen-id-check")]
    public void names_what_is_wrong_with_one_of_several_holders(string name, string type, string code, string column, string expected)
    {
        var fault = Registers.JointFaultsOf(("name", name), ("codeType", type), ("code", code)).ShouldHaveSingleItem();
        (fault.Column, fault.Code).ShouldBe((column, expected));
    }

    [Fact]
    public void takes_twenty_holders_and_no_more()
    {
        var twenty = string.Join('、', Enumerable.Range(1, 20));
        Registers.Joint(2, ("name", twenty), ("code", twenty)).Others.Count.ShouldBe(19);
        Registers.JointFaultsOf(("name", $"{twenty}、21"), ("code", $"{twenty}、21")).ShouldHaveSingleItem().Code.ShouldBe("row-holders-too-many");
    }

    // A lone surrogate cannot be written into an attribute.
    [Fact]
    public void refuses_half_a_character() =>
        Registers.FaultsOf(("note", $"a{(char)0xD842}")).ShouldHaveSingleItem().Code.ShouldBe("row-text-not-storable");

    [Fact]
    public void names_all_that_is_wrong() =>
        Registers.FaultsOf(("type", "?"), ("from", "?"), ("name", "")).Select(fault => fault.Column)
            .ShouldBe(["type", "from", "name"], ignoreOrder: true);

    [Fact]
    public void needs_to_know_since_when_a_licence_is_not_in_force() =>
        Registers.FaultsOf(("status", "REV")).ShouldHaveSingleItem().ShouldBe(new RowFault(7, "since", "row-value-missing"));

    [Theory]
    [InlineData("ORG", "91340100MA0000013X", "uscc-check")]
    [InlineData("ID", "110105194912310021", "citizen-id-check")]
    [InlineData("ID", "11010519491331002X", "citizen-id-birth-date")]
    public void checks_the_holders_number_and_does_not_repeat_it(string type, string code, string expected)
    {
        var fault = Registers.FaultsOf(("codeType", type), ("code", code)).ShouldHaveSingleItem();
        fault.Code.ShouldBe(expected);
        fault.ToString().ShouldNotContain(code);
    }

    [Theory]
    [InlineData("ORG", "11340100MB1AC012X9")]
    [InlineData("ID", Registers.Person)]
    public void accepts_a_holders_number_with_its_check_character(string type, string code) =>
        Registers.FaultsOf(("codeType", type), ("code", code)).ShouldBeEmpty();

    [Fact]
    public void refuses_a_row_that_is_shorter_than_the_header()
    {
        Registers.Reader().TryRead(3, ["1", "A1"], out _, out var faults).ShouldBeFalse();
        faults.ShouldHaveSingleItem().ShouldBe(new RowFault(3, null, "row-field-count", "13, not 2"));
    }

    [Fact]
    public void takes_line_breaks_in_a_column_that_is_not_mapped() =>
        Registers.FaultsOf(("note", "one\ntwo")).ShouldBeEmpty();

    [Theory]
    [InlineData("import-header-missing", "")]
    [InlineData("import-column-repeated", "id", "id")]
    [InlineData("import-columns-missing", "id", "number")]
    [InlineData("import-header-not-storable", "id", "\u0001")]
    public void refuses_a_header_that_cannot_be_bound(string code, params string[] header)
    {
        RegisterRowReader.TryBind(Registers.Mapping, header, out _, out var refusal).ShouldBeFalse();
        refusal!.Code.ShouldBe(code);
    }
}
