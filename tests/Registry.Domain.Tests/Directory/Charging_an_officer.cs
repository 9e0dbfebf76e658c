using System.Collections.Immutable;
using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Directory;

public sealed class Charging_an_officer
{
    private static readonly OfficerId Id = OfficerId.Of(Some.City, Some.Officer);
    private static readonly Duty Handling = new(Some.Agency, RegionCode.Parse("340104"), DutyKind.CaseHandling);

    private static readonly AuthorityDirectory Hefei = new(
        DirectoryId.Of(Some.City), Some.City,
        ImmutableDictionary<RegionCode, Region>.Empty
            .Add(Some.City, new(Some.City, new("合肥市", "Hefei"))).Add(Handling.Region, new(Handling.Region, new("蜀山区", "Shushan"))),
        ImmutableDictionary<Uscc, Agency>.Empty.Add(Some.Agency, new(Some.Agency, "工商局", new("工商局", "Commerce"), Some.City)));

    [Fact]
    public void gives_a_duty_until_it_is_ended_and_perhaps_again()
    {
        var officer = Officer.Evolve(null, Id, OfficerDecider.Give(null, Hefei, Some.Officer, Handling).Events[0]);
        officer.Duties.ShouldBe([Handling]);
        OfficerDecider.Give(officer, Hefei, Some.Officer, Handling).Refusal.ShouldBe(OfficerDecider.AlreadyHeld);

        officer = Officer.Evolve(officer, Id, OfficerDecider.End(officer, Handling).Events[0]);
        officer.Duties.ShouldBeEmpty();
        officer.Ever.ShouldBe([Handling]);
        OfficerDecider.End(officer, Handling).Refusal.ShouldBe(OfficerDecider.NotHeld);

        officer = Officer.Evolve(officer, Id, OfficerDecider.Give(officer, Hefei, Some.Officer, Handling).Events[0]);
        officer.Duties.ShouldBe([Handling]);
        officer.Ever.ShouldBe([Handling]);
    }

    [Fact]
    public void is_for_agencies_and_regions_of_the_directory()
    {
        OfficerDecider.Give(null, Hefei, Some.Officer, Handling with { Agency = Some.OtherAgency })
            .Refusal.ShouldBe(OfficerDecider.AgencyUnknown);
        OfficerDecider.Give(null, Hefei, Some.Officer, Handling with { Region = RegionCode.Parse("340111") })
            .Refusal.ShouldBe(OfficerDecider.RegionUnknown);
    }

    [Fact]
    public void counts_in_its_area_and_below_of_its_agency_and_for_its_kind()
    {
        var standing = new Standing([Handling]);
        standing.Holds(DutyKind.CaseHandling, Some.Agency, Handling.Region).ShouldBeTrue();
        standing.Holds(DutyKind.CaseHandling, Some.Agency, RegionCode.Parse("340104001001")).ShouldBeTrue();
        standing.Holds(DutyKind.CaseHandling, Some.Agency, Some.City).ShouldBeFalse();
        standing.Holds(DutyKind.CaseHandling, Some.OtherAgency, Handling.Region).ShouldBeFalse();
        standing.Holds(DutyKind.LicenceIssuing, Some.Agency, Handling.Region).ShouldBeFalse();
        Standing.None.Holds(DutyKind.CaseHandling, Some.Agency).ShouldBeFalse();
    }

    [Fact]
    public void ends_nothing_that_was_never_begun() =>
        Should.Throw<CorruptStreamException>(() => Officer.Evolve(null, Id, new OfficerEvent.DutyEnded(Handling)));

    [Theory]
    [InlineData("officer-commerce-1", true)]
    [InlineData("", false)]
    [InlineData("王芳", false)]
    [InlineData("a b", false)]
    [InlineData("fang@example", false)]
    public void goes_by_a_pseudonym(string name, bool fits) => OfficerId.IsOfficer(name).ShouldBe(fits);
}
