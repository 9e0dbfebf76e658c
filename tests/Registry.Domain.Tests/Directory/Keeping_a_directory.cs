using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Directory;

public sealed class Keeping_a_directory
{
    private static readonly DirectoryId Id = DirectoryId.Of(Some.City);

    private static readonly AuthorityDirectory Hefei =
        AuthorityDirectory.Evolve(null, Id, new DirectoryEvent.AuthorityEstablished(Some.City, new("合肥市", "Hefei")));

    [Fact]
    public void regions_are_added_from_the_city_down_to_the_village()
    {
        var directory = Hefei;
        foreach (var code in new[] { "340104", "340104001", "340104001001" })
            directory = AuthorityDirectory.Evolve(
                directory, Id, DirectoryDecider.AddRegion(directory, Region(code)).Events.ShouldHaveSingleItem());
        directory.Regions.Keys.Select(code => code.Level).ShouldBe(
            [RegionLevel.City, RegionLevel.County, RegionLevel.Township, RegionLevel.Village], ignoreOrder: true);
    }

    [Fact]
    public void a_region_needs_its_parent_and_lies_in_the_authority()
    {
        DirectoryDecider.AddRegion(Hefei, Region("340104001")).Refusal.ShouldBe(DirectoryDecider.ParentUnknown);
        DirectoryDecider.AddRegion(Hefei, Region("340200")).Refusal.ShouldBe(DirectoryDecider.RegionOutside);
        DirectoryDecider.AddRegion(Hefei, Region("340100")).Refusal.ShouldBe(DirectoryDecider.RegionKnown);
    }

    [Fact]
    public void an_agency_sits_in_a_known_region_and_is_added_once()
    {
        var agency = new DirectoryEvent.AgencyAdded(Some.Agency, "工商局", new("工商局", "Commerce"), Some.City);
        var with = AuthorityDirectory.Evolve(Hefei, Id, DirectoryDecider.AddAgency(Hefei, agency).Events[0]);
        DirectoryDecider.AddAgency(with, agency).Refusal.ShouldBe(DirectoryDecider.AgencyKnown);
        DirectoryDecider.AddAgency(Hefei, agency with { Region = RegionCode.Parse("340104") })
            .Refusal.ShouldBe(DirectoryDecider.AgencyRegionUnknown);
    }

    private static DirectoryEvent.RegionAdded Region(string code) => new(RegionCode.Parse(code), new("区域", "Region"));
}
