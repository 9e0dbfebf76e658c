using System.Text.Json;
using Registry.Domain.Identifiers;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Identifiers;

public sealed class Reading_a_holder_code_type
{
    [Fact]
    public void the_list_is_that_of_appendix_a() =>
        HolderCodeType.All.Select(type => type.Value).ShouldBe(
            ["001", "099", "111", "114", "115", "118", "119", "120", "122", "411", "412", "413", "414", "511", "516", "999"]);

    [Fact]
    public void every_code_reads_as_itself() =>
        HolderCodeType.All.ShouldAllBe(type => HolderCodeType.Parse(type.Value) == type);

    [Fact]
    public void the_portals_ten_means_the_identity_card() =>
        HolderCodeType.Parse("10").ShouldBeSameAs(HolderCodeType.CitizenId);

    [Fact]
    public void only_organisations_are_not_natural_persons() =>
        HolderCodeType.All.Where(type => !type.IsNaturalPerson)
            .ShouldBe([HolderCodeType.Uscc, HolderCodeType.OtherOrganisation]);

    [Theory]
    [InlineData("123")]
    [InlineData("1")]
    [InlineData(null)]
    public void another_code_is_refused(string? text)
    {
        HolderCodeType.TryRead(text, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new("holder-code-type-unknown"));
    }

    [Fact]
    public void it_travels_as_its_code()
    {
        JsonSerializer.Serialize(HolderCodeType.CitizenId).ShouldBe("\"111\"");
        JsonSerializer.Deserialize<HolderCodeType>("\"10\"").ShouldBeSameAs(HolderCodeType.CitizenId);
    }
}
