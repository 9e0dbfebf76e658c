using FsCheck.Xunit;
using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Sharing;
using Registry.Domain.Tests.LicenceTypes;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Sharing;

public sealed class Granting_another_agency
{
    private static readonly SharingGrantId Id = SharingGrantId.Of(new Guid("00000000-0000-4000-8000-000000000004"));
    private static readonly Agency Owner = new(Some.Agency, "市监", SomeType.Name, Some.City);
    private static readonly Agency Recipient = new(Some.OtherAgency, "卫健", SomeType.Name, Some.City);
    private static readonly Actor Officer = new("other", Role.Caseworker, Some.OtherAgency, Some.City, Subject: null);
    private static readonly Standing Charged = new([new(Some.OtherAgency, Some.City, DutyKind.CaseHandling)]);
    private static readonly LicenceType Type = TypeOf(new(SharingClass.Conditional));
    private static readonly LicenceType Unshared = TypeOf(new(SharingClass.NotShared, SomeType.Name));

    private static readonly SharingTerms Terms = new(
        ["tradeName", FieldTable.HolderName, "tradeName"], SharingBasis.Supervision, SomeType.Name, Some.Today, Some.Today.AddDays(30));

    private static readonly SharingGrant Proposed = SharingGrant.Evolve(null, Id, Propose(Terms).Events[0]);
    private static readonly SharingGrant Approved = Proposed with { IsApproved = true };

    [Fact]
    public void names_each_field_once() => Proposed.Fields.ShouldBe(["holder.name", "tradeName"]);

    [Theory]
    [InlineData(SharingClass.Unconditional)]
    [InlineData(SharingClass.Conditional)]
    public void is_for_both_classes_that_are_shared(SharingClass @class) =>
        Propose(Terms, TypeOf(new(@class))).Refusal.ShouldBeNull();

    [Fact]
    public void is_refused_where_the_type_does_not_allow_it()
    {
        Propose(Terms, Unshared).Refusal.ShouldBe(SharingGrantDecider.NotShared);
        Propose(Terms, Type with { Versions = [] }).Refusal.ShouldBe(LicenceTypeVersion.NotPublished);
        SharingGrantDecider.Propose(null, Owner, Recipient, Terms, Some.Officer, Some.Today, 0).Refusal.ShouldBe(LicenceTypeVersion.NotPublished);
        SharingGrantDecider.Propose(Type, Recipient, Owner, Terms, Some.Officer, Some.Today, 0).Refusal.ShouldBe(LicenceTypeVersion.NotAnIssuer);
        SharingGrantDecider.Propose(Type, Owner, Owner, Terms, Some.Officer, Some.Today, 0).Refusal.ShouldBe(SharingGrantDecider.ToOneself);
    }

    [Fact]
    public void is_refused_while_the_agency_has_fifty_that_wait()
    {
        Waiting(49).Refusal.ShouldBeNull();
        Waiting(50).Refusal.ShouldBe(SharingGrantDecider.TooManyWaiting);

        static Decision<SharingGrantEvent> Waiting(int waiting) =>
            SharingGrantDecider.Propose(Type, Owner, Recipient, Terms, Some.Officer, Some.Today, waiting);
    }

    [Fact]
    public void is_refused_for_other_fields_than_the_face_s_and_other_days_than_make_sense()
    {
        Propose(Terms with { Fields = [] }).Refusal.ShouldBe(SharingGrantDecider.WithoutFields);
        Propose(Terms with { Fields = ["tradeName", "phone"] }).Refusal.ShouldBe(SharingGrantDecider.UnknownField);
        Propose(Terms with { From = Terms.Until.AddDays(1) }).Refusal.ShouldBe(SharingGrantDecider.DatesReversed);
        Propose(Terms with { From = Some.Today.AddDays(-9), Until = Some.Today.AddDays(-1) }).Refusal.ShouldBe(SharingGrantDecider.UntilPast);
        Propose(Terms with { Until = Some.Today.AddYears(3) }).Refusal.ShouldBeNull();
        Propose(Terms with { Until = Some.Today.AddYears(3).AddDays(1) }).Refusal.ShouldBe(SharingGrantDecider.TooLong);
    }

    [Fact]
    public void takes_a_second_person_once_while_it_is_shared_and_not_over()
    {
        Approve(Proposed, Some.Officer).Refusal.ShouldBe(SharingGrantDecider.OwnProposal);
        Approve(Approved, "second").Refusal.ShouldBe(SharingGrantDecider.AlreadyApproved);
        Approve(Proposed with { IsRevoked = true }, "second").Refusal.ShouldBe(SharingGrantDecider.Over);
        SharingGrantDecider.Approve(Proposed, Unshared, "second", Some.Today).Refusal.ShouldBe(SharingGrantDecider.NotShared);
        SharingGrantDecider.Approve(Proposed, Type, "second", Terms.Until.AddDays(1)).Refusal.ShouldBe(SharingGrantDecider.Over);
        Approve(Proposed, "second").Events.ShouldBe([new SharingGrantEvent.Approved("second")]);
    }

    [Fact]
    public void is_taken_back_by_one_until_it_is_over()
    {
        SharingGrantDecider.Revoke(Proposed, Some.Officer, Some.Today).Refusal.ShouldBeNull();
        SharingGrantDecider.Revoke(Approved, Some.Officer, Terms.Until).Refusal.ShouldBeNull();
        SharingGrantDecider.Revoke(Approved, Some.Officer, Terms.Until.AddDays(1)).Refusal.ShouldBe(SharingGrantDecider.Over);
        SharingGrantDecider.Revoke(Approved with { IsRevoked = true }, Some.Officer, Some.Today).Refusal.ShouldBe(SharingGrantDecider.Over);
        Should.Throw<CorruptStreamException>(() => SharingGrant.Evolve(null, Id, new SharingGrantEvent.Approved("x")));
    }

    [Fact]
    public void shows_its_fields_of_those_licences_and_nothing_else()
    {
        var ruling = Read(Approved, Some.Today);
        ruling.Refusal.ShouldBeNull();
        ruling.Ground.ShouldBe(Ground.Sharing("《行政许可法》第六十一条", $"sharing-grant/{Id}"));
        ruling.Fields.ShouldBe(["holder.name", "form.tradeName"]);
        ruling.ShowForm(new Dictionary<string, string> { ["tradeName"] = "面馆", ["address"] = "示范路1号" })!.Keys.ShouldBe(["tradeName"]);
        ruling.Show(FieldTable.HolderCode, "340104199001010017").ShouldBeNull();
        Read(Approved, Terms.Until).Refusal.ShouldBeNull();
    }

    [Fact]
    public void shows_nothing_before_its_approval_outside_its_days_once_revoked_to_others_or_of_others()
    {
        Read(null, Some.Today).Refusal.ShouldBe(AccessPolicy.SharingNotOpen);
        Read(Proposed, Some.Today).Refusal.ShouldBe(AccessPolicy.SharingNotOpen);
        Read(Approved, Terms.From.AddDays(-1)).Refusal.ShouldBe(AccessPolicy.SharingNotOpen);
        Read(Approved, Terms.Until.AddDays(1)).Refusal.ShouldBe(AccessPolicy.SharingNotOpen);
        Read(Approved with { IsRevoked = true }, Some.Today).Refusal.ShouldBe(AccessPolicy.SharingNotOpen);
        Read(Approved with { Recipient = Some.Agency }, Some.Today).Refusal.ShouldBe(AccessPolicy.SharingNotOpen);
        Read(Approved with { Owner = Some.OtherAgency }, Some.Today).Refusal.ShouldBe(AccessPolicy.SharingNotOpen);
        Read(Approved with { Type = LicenceTypeCode.Parse("11340100MB1AC012X9002") }, Some.Today).Refusal.ShouldBe(AccessPolicy.SharingNotOpen);
        Read(Approved, Some.Today, Unshared).Refusal.ShouldBe(AccessPolicy.SharingNotOpen);
        Read(Approved, Some.Today, standing: Standing.None).Refusal.ShouldBe(AccessPolicy.SharingNotOpen);
    }

    /// <summary>Whatever two officers try in whatever order: open means that both took part, and what was taken back stays so.</summary>
    [Property]
    public bool is_never_open_by_one_person_or_after_it_was_taken_back((bool First, byte Step)[] tries)
    {
        var (grant, approvedBy, revoked) = (Proposed, (string?)null, false);
        foreach (var (first, step) in tries)
        {
            var by = first ? Some.Officer : "second";
            var (events, refusal) = step % 3 == 0
                ? SharingGrantDecider.Revoke(grant, by, Some.Today)
                : Approve(grant, by);
            if (refusal is not null)
                continue;
            grant = SharingGrant.Evolve(grant, Id, events[0]);
            revoked |= events[0] is SharingGrantEvent.Revoked;
            approvedBy ??= (events[0] as SharingGrantEvent.Approved)?.By;
        }
        return grant.IsOpen(Some.Today) == (approvedBy == "second" && !revoked);
    }

    private static Decision<SharingGrantEvent> Propose(SharingTerms terms, LicenceType? type = null) =>
        SharingGrantDecider.Propose(type ?? Type, Owner, Recipient, terms, Some.Officer, Some.Today, waiting: 0);

    private static Decision<SharingGrantEvent> Approve(SharingGrant grant, string by) =>
        SharingGrantDecider.Approve(grant, Type, by, Some.Today);

    private static AccessRuling Read(SharingGrant? grant, DateOnly today, LicenceType? type = null, Standing? standing = null) => AccessPolicy.OnLicence(
        Officer, Some.Licence(LicenceStatus.InForce),
        (standing ?? Charged) with { Shared = SharedSight.Of(Id, grant, type ?? Type, Officer.Agency, today) });

    private static LicenceType TypeOf(Domain.LicenceTypes.Sharing sharing) =>
        new(LicenceTypeId.Of(Some.Type), Some.Type, [SomeType.Definition with { Sharing = sharing }], Draft: null);
}
