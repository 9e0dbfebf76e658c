using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Directory;
using Registry.Domain.Items;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Tests.LicenceTypes;
using Shouldly;
using Xunit;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Domain.Tests.LicenceBatches;

public sealed class Batching_mintings
{
    private static readonly LicenceBatchId Id = LicenceBatchId.Of(Some.Agency, "spring");
    private static readonly Agency Owner = new(Some.Agency, "市监", SomeType.Name, Some.City);
    private static readonly LicenceType Type = new(LicenceTypeId.Of(Some.Type), Some.Type, [SomeType.Definition], Draft: null);
    private static readonly Case Decided = Some.Case(CaseStatus.Approved);
    private static readonly LicenceBatch Approved = LicenceBatch.Evolve(
        LicenceBatch.Evolve(null, Id, Propose(Decided).Events[0]), Id, new LicenceBatchEvent.Approved("officer-2", Some.Today));
    private static readonly Actor Platform = new("operator", Role.Platform, Some.Agency, Some.City, Subject: null);

    [Fact]
    public void are_for_approved_cases_of_items_that_lead_to_the_type()
    {
        Propose(Decided).Refusal.ShouldBeNull();
        Propose(Some.Case(CaseStatus.LicenceIssued)).Refusal.ShouldBe(LicenceBatchDecider.CaseHasLicence(Some.CaseId));
        Propose(Decided, Some.Item with { Result = null }).Refusal.ShouldBe(LicenceBatchDecider.CaseOfOtherType(Some.CaseId));
        Propose(Decided, Some.Item with { Result = Some.Item.Result! with { Type = Domain.Identifiers.LicenceTypeCode.Parse("11340100MB1AC012X9002") } })
            .Refusal.ShouldBe(LicenceBatchDecider.CaseOfOtherType(Some.CaseId));
        LicenceBatchDecider.ProposeMinting(null, Owner, "spring", [(Decided, Some.Item)], SomeType.Name, Some.Officer, Some.Today)
            .Refusal.ShouldBe(LicenceTypeVersion.NotPublished);
    }

    [Fact]
    public void mean_the_cases_they_name_until_they_have_their_licences_and_no_licence()
    {
        Approved.Kind.ShouldBe(BatchKind.Minting);
        Approved.Means(Decided).ShouldBeTrue();
        Approved.Means(Decided with { Status = CaseStatus.LicenceIssued }).ShouldBeFalse();
        Approved.Means(Decided with { Id = CaseId.Of(Guid.NewGuid()) }).ShouldBeFalse();
        (Approved with { Agency = Some.OtherAgency }).Means(Decided).ShouldBeFalse();
        Approved.Means(Some.Licence(LicenceStatus.InForce)).ShouldBeFalse();
    }

    [Fact]
    public void name_case_and_batch_on_the_licence()
    {
        var identifier = Domain.Identifiers.LicenceIdentifier.Mint(Some.Type, Some.Agency, "A1", 1);
        var face = Some.ClearFace with { Fields = new Dictionary<string, string> { ["tradeName"] = "面馆" } };
        var (events, _) = LicenceDecider.Mint(
            identifier, Type.InForce!, new(Some.Today, Some.Today, null), Some.Holder, face, slot: null, Some.CaseId, Id, Some.Today);
        var minted = events.ShouldHaveSingleItem().ShouldBeOfType<LicenceEvent.MintedInBatch>();
        (minted.Case, minted.Batch).ShouldBe((Some.CaseId, Id));
        Licence.Evolve(null, LicenceId.Of(identifier), minted).Batch.ShouldBe(Id);
    }

    [Fact]
    public void are_minted_by_who_approved_them_where_the_type_wants_two()
    {
        var two = new LicenceTypeVersion(1, SomeType.Definition with { TwoPersons = [LicenceOperation.Issue] });
        LicenceDecider.RefuseMint(two, Decided with { Officer = "officer-2" }, Some.City, Approved.ApprovedBy!)
            .ShouldBe(LicenceTypeVersion.MinterApproved);
        LicenceDecider.RefuseMint(two, Decided with { Officer = Some.Officer }, Some.City, Approved.ApprovedBy!).ShouldBeNull();
        LicenceDecider.RefuseMint(null, Decided, Some.City, Approved.ApprovedBy!).ShouldBe(LicenceTypeVersion.NotPublished);
    }

    [Fact]
    public void open_an_application_only_to_the_platform_that_carries_an_approved_one_out()
    {
        AccessPolicy.ToMint(Platform, Approved, Decided, Some.Today).Refusal.ShouldBeNull();
        AccessPolicy.ToMint(Platform, Approved, Decided with { Status = CaseStatus.LicenceIssued }, Some.Today).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.ToMint(Platform, Approved, Decided, Some.Today.AddDays(30)).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.ToMint(Platform with { Agency = Some.OtherAgency }, Approved, Decided, Some.Today).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.ToMint(Platform with { Role = Role.IssuingOfficer }, Approved, Decided, Some.Today).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.ToMint(Platform, LicenceBatch.Evolve(null, Id, Propose(Decided).Events[0]), Decided, Some.Today)
            .Refusal.ShouldBe(AccessPolicy.NotYours);
    }

    private static Decision<LicenceBatchEvent> Propose(Case @case, ServiceItem? item = null) =>
        LicenceBatchDecider.ProposeMinting(Type, Owner, "spring", [(@case, item ?? Some.Item)], SomeType.Name, Some.Officer, Some.Today);
}
