using System.Text.Json;
using Registry.Domain.Identifiers;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Identifiers;

public sealed class Reading_a_region_code
{
    [Theory]
    [InlineData("100000", RegionLevel.Nation, null)]
    [InlineData("340000", RegionLevel.Province, "100000")]
    [InlineData("340100", RegionLevel.City, "340000")]
    [InlineData("340104", RegionLevel.County, "340100")]
    [InlineData("340104003", RegionLevel.Township, "340104")]
    [InlineData("340104003002", RegionLevel.Village, "340104003")]
    public void its_form_tells_level_and_parent(string text, RegionLevel level, string? parent)
    {
        var region = RegionCode.Parse(text);
        region.Level.ShouldBe(level);
        region.Parent?.Value.ShouldBe(parent);
        (region.Parent is null).ShouldBe(parent is null);
    }

    [Theory]
    [InlineData("100000", "340104003002", true)]
    [InlineData("340000", "340100", true)]
    [InlineData("340100", "340104", true)]
    [InlineData("340100", "340104003002", true)]
    [InlineData("340104", "340104003", true)]
    [InlineData("340104003", "340104003002", true)]
    [InlineData("340104", "340104", true)]
    [InlineData("340104", "340100", false)]
    [InlineData("340100", "340204", false)]
    [InlineData("340104", "340103003", false)]
    [InlineData("340104003", "340104", false)]
    public void a_region_contains_itself_and_what_lies_in_it(string outer, string inner, bool contains) =>
        RegionCode.Parse(outer).Contains(RegionCode.Parse(inner)).ShouldBe(contains);

    [Theory]
    [InlineData("3401", "region-unknown-form", null, "6, 9 or 12 digits")]
    [InlineData(null, "region-unknown-form", null, "6, 9 or 12 digits")]
    [InlineData("34010A", "region-character", 6, null)]
    [InlineData("040100", "region-character", 1, null)]
    [InlineData("340104000", "region-padded", 7, "340104")]
    [InlineData("340104000000", "region-padded", 7, "340104")]
    [InlineData("340104003000", "region-padded", 10, "340104003")]
    public void a_wrong_one_is_explained(string? text, string code, int? position, string? expected)
    {
        RegionCode.TryRead(text, out _, out var fault).ShouldBeFalse();
        fault.ShouldBe(new(code, position, expected));
    }

    [Fact]
    public void it_travels_as_a_string() =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize<RegionCode>("\"340104003\"")).ShouldBe("\"340104003\"");
}
