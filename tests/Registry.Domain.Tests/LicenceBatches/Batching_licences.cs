using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Personal;
using Registry.Domain.Tests.LicenceTypes;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.LicenceBatches;

public sealed class Batching_licences
{
    private static readonly LicenceBatchId Id = LicenceBatchId.Of(Some.Agency, "new-template");
    private static readonly Agency Owner = new(Some.Agency, "市监", SomeType.Name, Some.City);
    private static readonly LicenceFace Face = new(Some.Person, new Dictionary<string, string> { ["tradeName"] = "面馆" });
    private static readonly LicenceType Type =
        new(LicenceTypeId.Of(Some.Type), Some.Type, [SomeType.Definition, SomeType.Definition], Draft: null);
    private static readonly LicenceBatch Proposed = LicenceBatch.Evolve(null, Id, Propose(ReissueScope.EarlierVersions).Events[0]);
    private static readonly LicenceBatch Approved = Approve(Proposed, Some.Today);
    private static readonly Actor Platform = new("operator", Role.Platform, Some.Agency, Some.City, Subject: null);

    [Fact]
    public void takes_another_officer_within_thirty_days()
    {
        LicenceBatchDecider.Approve(Proposed, Type, Some.Officer, Some.Today).Refusal.ShouldBe(LicenceBatchDecider.OwnProposal);
        LicenceBatchDecider.Approve(Proposed, Type, "officer-2", Some.Today.AddDays(29)).Refusal.ShouldBeNull();
        LicenceBatchDecider.Approve(Proposed, Type, "officer-2", Some.Today.AddDays(30)).Refusal.ShouldBe(LicenceBatchDecider.Over);
        LicenceBatchDecider.Approve(Approved, Type, "officer-2", Some.Today).Refusal.ShouldBe(LicenceBatchDecider.AlreadyApproved);
    }

    [Fact]
    public void is_carried_out_only_while_approved_and_for_the_version_that_was_approved()
    {
        var newer = Type with { Versions = Type.Versions.Add(SomeType.Definition) };
        LicenceBatchDecider.RefuseRun(Proposed, Type, Some.Today).ShouldBe(LicenceBatchDecider.NotApproved);
        LicenceBatchDecider.RefuseRun(Approved, Type, Some.Today.AddDays(29)).ShouldBeNull();
        LicenceBatchDecider.RefuseRun(Approved, Type, Some.Today.AddDays(30)).ShouldBe(LicenceBatchDecider.Over);
        LicenceBatchDecider.RefuseRun(Approved, newer, Some.Today).ShouldBe(LicenceBatchDecider.Outdated);
        LicenceBatchDecider.Approve(Proposed, newer, "officer-2", Some.Today).Refusal.ShouldBe(LicenceBatchDecider.Outdated);
        LicenceBatchDecider.RefuseRun(End(Approved), Type, Some.Today).ShouldBe(LicenceBatchDecider.Over);
    }

    [Fact]
    public void counts_its_thirty_days_anew_from_the_approval() =>
        Approve(Proposed, Some.Today.AddDays(29)).IsOver(Some.Today.AddDays(58)).ShouldBeFalse();

    [Fact]
    public void is_for_types_that_the_agency_issues()
    {
        LicenceBatchDecider.ProposeReissue(null, Owner, "b", ReissueScope.Every, SomeType.Name, Some.Officer, Some.Today)
            .Refusal.ShouldBe(LicenceTypeVersion.NotPublished);
        LicenceBatchDecider.ProposeReissue(
            Type, Owner with { Code = Some.OtherAgency }, "b", ReissueScope.Every, SomeType.Name, Some.Officer, Some.Today)
            .Refusal.ShouldBe(LicenceTypeVersion.NotAnIssuer);
    }

    [Fact]
    public void means_licences_of_earlier_versions_or_all_and_each_once()
    {
        var every = LicenceBatch.Evolve(null, Id, Propose(ReissueScope.Every).Events[0]);
        Approved.Means(Minted(1)).ShouldBeTrue();
        Approved.Means(Minted(2)).ShouldBeFalse();
        Approved.Means(Minted(null)).ShouldBeFalse();
        every.Means(Minted(2)).ShouldBeTrue();
        every.Means(Minted(null)).ShouldBeTrue();
        every.Means(Reissued(Minted(1))).ShouldBeFalse();
        (every with { Agency = Some.OtherAgency }).Means(Minted(1)).ShouldBeFalse();
    }

    [Fact]
    public void gives_the_same_face_and_term_under_the_version_in_force()
    {
        var before = Minted(1);
        var after = Reissued(before);
        after.Face.ShouldBeSameAs(before.Face);
        after.Term.ShouldBe(before.Term with { IssuedOn = Some.Today });
        (after.TypeVersion, after.Previous, after.Identifier.Version, after.LastOperation)
            .ShouldBe((2, before.Identifier, 2, LicenceOperation.Change));
    }

    [Fact]
    public void refuses_what_a_change_is_refused()
    {
        var suspended = Licence.Evolve(Minted(1), Minted(1).Id, new LicenceEvent.Suspended(Some.Today, Reason: null, Source: null));
        Reissue(suspended, Face).Refusal.ShouldBe(LicenceDecider.NotInForce);
        Reissue(Minted(1), Face with { Fields = new Dictionary<string, string>() }).Refusal.ShouldBe(FaceCheck.Missing("tradeName"));
    }

    [Fact]
    public void opens_a_face_only_to_the_platform_that_carries_an_approved_one_out()
    {
        AccessPolicy.ToReissue(Platform, Approved, Minted(1), Some.Today).Refusal.ShouldBeNull();
        AccessPolicy.ToReissue(Platform, Proposed, Minted(1), Some.Today).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.ToReissue(Platform, Approved, Minted(2), Some.Today).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.ToReissue(Platform, Approved, Minted(1), Some.Today.AddDays(30)).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.ToReissue(Platform with { Agency = null }, Approved, Minted(1), Some.Today).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.ToReissue(Platform with { Role = Role.IssuingOfficer }, Approved, Minted(1), Some.Today).Refusal.ShouldBe(AccessPolicy.NotYours);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("new-template-2026", true)]
    [InlineData("340104199001010017", false)]
    [InlineData("王芳", false)]
    [InlineData("", false)]
    [InlineData("a23456789-123456789-123456789-123456789-1", false)]
    public void has_a_short_plain_name(string name, bool good) => LicenceBatch.IsName(name).ShouldBe(good);

    private static Decision<LicenceBatchEvent> Propose(ReissueScope scope) =>
        LicenceBatchDecider.ProposeReissue(Type, Owner, "new-template", scope, SomeType.Name, Some.Officer, Some.Today);

    private static LicenceBatch Approve(LicenceBatch batch, DateOnly on) =>
        LicenceBatch.Evolve(batch, Id, LicenceBatchDecider.Approve(batch, Type, "officer-2", on).Events[0]);

    private static LicenceBatch End(LicenceBatch batch) =>
        LicenceBatch.Evolve(batch, Id, LicenceBatchDecider.End(batch, "officer-2", Some.Today).Events[0]);

    private static Licence Reissued(Licence licence) => Licence.Evolve(licence, licence.Id, Reissue(licence, Face).Events[0]);

    private static Decision<LicenceEvent> Reissue(Licence licence, LicenceFace face) =>
        LicenceDecider.Reissue(licence, Type.InForce!, face, slot: null, Id, Some.Today);

    private static Licence Minted(int? version)
    {
        var identifier = Domain.Identifiers.LicenceIdentifier.Mint(Some.Type, Some.Agency, "A1", 1);
        var (term, face) = (new Term(Some.Today, Some.Today, null), Personal<LicenceFace>.Of(Some.Holder, Face));
        return Licence.Evolve(null, LicenceId.Of(identifier), version is { } number
            ? new LicenceEvent.MintedUnder(identifier, number, term, face, Slot: null, default)
            : new LicenceEvent.Minted(identifier, term, face, default));
    }
}
