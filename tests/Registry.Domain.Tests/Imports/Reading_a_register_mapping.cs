using System.Text;
using System.Text.Json.Nodes;
using Registry.Domain.Imports;
using Registry.Domain.Licences;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Imports;

public sealed class Reading_a_register_mapping
{
    [Fact]
    public void names_every_column_it_uses_once() =>
        Registers.Mapping.Columns.Order().ShouldBe(Registers.Header.Except(["note"]).Order());

    [Fact]
    public void assumes_commas_and_looks_for_the_encoding_unless_told()
    {
        Registers.Mapping.Separator.ShouldBe(',');
        Registers.Mapping.Encoding.ShouldBe(RegisterEncoding.Auto);
    }

    [Fact]
    public void translates_the_registers_words()
    {
        var kinds = Registers.Mapping.Kind.ShouldBeOfType<Choice<RowKind>.Mapped>();
        kinds.Values["MOVE"].ShouldBe(RowKind.Change);
    }

    [Fact]
    public void names_every_mistake_by_its_field() =>
        Registers.FaultsOf(json =>
        {
            json["register"] = "Demo Register";
            json["issuer"] = "11340100MB1AC012X8";
            json.Remove("rowId");
            json["order"]![1]!["as"] = "digits";
            json["kind"]!["map"]!["MOVE"] = "moved";
            json["holder"]!["phone"] = "phone";
            json["validUntill"] = "until";
            json["face"] = "trade";
        }).Select(fault => $"{fault.Field}: {fault.Code}").ShouldBe(
        [
            "register: mapping-value", "issuer: mapping-value", "rowId: mapping-field-missing", "order[1].as: mapping-value",
            "kind.map.MOVE: mapping-value", "holder.phone: mapping-field-unknown", "face: mapping-field-type",
            "validUntill: mapping-field-unknown",
        ], ignoreOrder: true);

    [Theory]
    [InlineData("yyyy")]
    [InlineData("HH:mm")]
    [InlineData("MM-dd")]
    public void refuses_a_date_format_that_loses_the_day(string format) =>
        Registers.FaultsOf(json => json["dates"] = new JsonArray("yyyy-MM-dd", format))
            .ShouldHaveSingleItem().ShouldBe(new MappingFault("dates[1]", "mapping-date-format"));

    [Fact]
    public void needs_the_date_of_a_status_that_ends_or_holds() =>
        Registers.FaultsOf(json => json["status"]!.AsObject().Remove("date"))
            .ShouldHaveSingleItem().Field.ShouldBe("status.date");

    [Theory]
    [InlineData("rowId", "code")]
    [InlineData("licenceNumber", "code")]
    [InlineData("rowId", "name")]
    public void refuses_a_persons_number_or_name_where_it_would_be_kept_in_clear(string field, string column) =>
        Registers.FaultsOf(json => json[field] = column)
            .ShouldHaveSingleItem().ShouldBe(new MappingFault(field, "mapping-personal-column"));

    [Fact]
    public void lets_an_organisations_code_be_the_licence_number() =>
        Registers.FaultsOf(json =>
        {
            json["licenceNumber"] = "code";
            json["holder"]!["codeType"] = new JsonObject { ["fixed"] = "001" };
        }).ShouldBeEmpty();

    [Theory]
    [InlineData("、", true)]
    [InlineData(" / ", true)]
    [InlineData("and", false)]
    [InlineData("1", false)]
    [InlineData("、、、、", false)]
    public void takes_between_several_holders_what_no_name_or_code_has_in_it(string separator, bool isTaken) =>
        Registers.FaultsOf(json => json["holder"]!["separator"] = separator).Select(fault => (fault.Field, fault.Code))
            .ShouldBe(isTaken ? [] : [("holder.separator", "mapping-value")]);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"register\":\"a\",\"register\":\"b\"}")]
    public void says_that_a_text_is_not_a_mapping(string text)
    {
        MappingFile.TryRead(Encoding.UTF8.GetBytes(text), out _, out var faults).ShouldBeFalse();
        faults.ShouldHaveSingleItem().Code.ShouldBe("mapping-not-json");
    }
}
