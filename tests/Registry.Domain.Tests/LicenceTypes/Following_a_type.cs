using Registry.Domain.Identifiers;
using Registry.Domain.LicenceSlots;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.LicenceTypes;

public sealed class Following_a_type
{
    private static readonly LicenceSlotId Slot = LicenceSlotId.Of(Some.Type, Some.Holder, siteIndex: null);

    [Fact]
    public void a_licence_keeps_the_version_it_was_minted_under_when_it_is_renewed()
    {
        var licence = Minted(version: 2);
        var renewed = LicenceDecider.Renew(licence, type: null, new(Some.Today, Some.Today, null), Some.Today);
        renewed.Refusal.ShouldBe(LicenceDecider.TermNotLater);
        licence.TypeVersion.ShouldBe(2);
        licence.Slot.ShouldBe(Slot);
    }

    [Fact]
    public void a_change_moves_it_to_the_version_in_force()
    {
        var changed = LicenceDecider.Change(Minted(version: 1), new(2, SomeType.Definition), Face, Slot, Some.Today)
            .Events.ShouldHaveSingleItem().ShouldBeOfType<LicenceEvent.ChangedUnder>();
        changed.TypeVersion.ShouldBe(2);
        changed.Identifier.Version.ShouldBe(2);
    }

    [Fact]
    public void a_face_that_the_type_does_not_let_stand_is_neither_minted_nor_changed_to()
    {
        var bare = new LicenceFace(Some.Person, new Dictionary<string, string>());
        Mint(new(1, SomeType.Definition), bare).Refusal.ShouldBe(FaceCheck.Missing("tradeName"));
        LicenceDecider.Change(Minted(version: 1), new(1, SomeType.Definition), bare, Slot, Some.Today)
            .Refusal.ShouldBe(FaceCheck.Missing("tradeName"));
    }

    [Fact]
    public void a_type_whose_last_day_has_passed_gives_no_licence()
    {
        Mint(EndingOn(Some.Today), Face).Refusal.ShouldBeNull();
        Mint(EndingOn(Some.Today.AddDays(-1)), Face).Refusal.ShouldBe(LicenceDecider.ValidityReversed);

        static LicenceTypeVersion EndingOn(DateOnly last) =>
            new(1, SomeType.Definition with { Validity = new(ValidityKind.FixedEnd, Until: last) });
    }

    [Fact]
    public void only_a_listed_agency_issues()
    {
        var elsewhere = new LicenceTypeVersion(1, SomeType.Definition with { Issuers = new([], [RegionCode.Parse("310000")]) });
        var here = RegionCode.Parse("340100");
        new LicenceTypeVersion(1, SomeType.Definition).RefuseIssuer(Some.Agency, here).ShouldBeNull();
        elsewhere.RefuseIssuer(Some.Agency, here).ShouldBe(LicenceTypeVersion.NotAnIssuer);
    }

    [Fact]
    public void a_renewal_gives_no_longer_validity_than_the_type()
    {
        var type = new LicenceTypeVersion(1, SomeType.Definition with { Validity = new(ValidityKind.Years, 1) });
        var licence = Some.Licence(LicenceStatus.InForce, Some.Today);
        LicenceDecider.Renew(licence, type, new(Some.Today, Some.Today, Some.Today.AddYears(1)), Some.Today)
            .Refusal.ShouldBe(LicenceDecider.TermBeyondType);
        LicenceDecider.Renew(licence, type, new(Some.Today, Some.Today, Some.Today.AddYears(1).AddDays(-1)), Some.Today)
            .Refusal.ShouldBeNull();
        LicenceDecider.Renew(licence, type, new(Some.Today, Some.Today, null), Some.Today).Refusal.ShouldBe(LicenceDecider.TermBeyondType);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    public void an_item_gives_less_than_its_type_or_as_much_but_never_more(int? ofItem, int years) =>
        new LicenceTypeVersion(1, SomeType.Definition with { Validity = new(ValidityKind.Years, 2) }).TermFrom(Some.Today, ofItem)
            .ShouldBe(new Term(Some.Today, Some.Today, Some.Today.AddYears(years).AddDays(-1)));

    [Fact]
    public void an_item_can_end_what_the_type_lets_last_for_ever() =>
        new LicenceTypeVersion(1, SomeType.Definition).TermFrom(Some.Today, 1).Until.ShouldBe(Some.Today.AddYears(1).AddDays(-1));

    [Fact]
    public void a_place_is_free_once_its_licence_is_no_longer_live_or_has_moved_away()
    {
        var (other, occupant) = (LicenceId.Of(Guid.NewGuid()), Minted(version: 1));
        Take(occupant: null).Refusal.ShouldBeNull();
        Take(occupant).Refusal.ShouldBe(LicenceSlotDecider.Occupied);
        Take(occupant with { Status = LicenceStatus.Suspended }).Refusal.ShouldBe(LicenceSlotDecider.Occupied);
        Take(occupant with { Status = LicenceStatus.Revoked }).Refusal.ShouldBeNull();
        Take(occupant with { Term = new(Some.Today, Some.Today, Some.Today.AddDays(-1)) }).Refusal.ShouldBeNull();
        LicenceSlotDecider.Take(LicenceSlotId.Of(Guid.NewGuid()), occupant, other, Some.Today).Refusal.ShouldBeNull();
        LicenceSlotDecider.Take(Slot, occupant, occupant.Id, Some.Today).Events.ShouldBe([new LicenceSlotEvent.Taken(occupant.Id)]);

        Decision<LicenceSlotEvent> Take(Licence? occupant) => LicenceSlotDecider.Take(Slot, occupant, other, Some.Today);
    }

    [Fact]
    public void a_site_is_the_same_however_it_is_typed() =>
        LicenceSlotId.Site(" 示范路１号 Ａ座").ShouldBe(LicenceSlotId.Site("示范路1号a座"));

    private static LicenceFace Face => new(Some.Person, new Dictionary<string, string> { ["tradeName"] = "面馆" });

    private static Decision<LicenceEvent> Mint(LicenceTypeVersion type, LicenceFace face)
    {
        var identifier = LicenceIdentifier.Mint(Some.Type, Some.Agency, "A1B2C3", 1);
        return LicenceDecider.Mint(identifier, type, type.TermFrom(Some.Today, years: null), Some.Holder, face, Slot, Some.CaseId, batch: null, Some.Today);
    }

    private static Licence Minted(int version)
    {
        var fact = Mint(new(version, SomeType.Definition), Face).Events.ShouldHaveSingleItem();
        return Licence.Evolve(state: null, LicenceId.Of(Guid.Empty), fact);
    }
}
