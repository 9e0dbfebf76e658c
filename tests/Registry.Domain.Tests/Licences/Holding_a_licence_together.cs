using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Personal;
using Registry.Domain.Tests.LicenceTypes;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Licences;

public sealed class Holding_a_licence_together
{
    private static readonly SubjectTag Spouse = new("spouse");
    private static readonly Party SpouseParty = new("李强", HolderCodeType.CitizenId, "340111198506150022");
    private static readonly LicenceSlotId Slot = LicenceSlotId.Of(Some.Type, Some.Holder, siteIndex: null);
    private static readonly LicenceSlotId SpouseSlot = LicenceSlotId.Of(Some.Type, Spouse, siteIndex: null);
    private static readonly LicenceFace Face = new(Some.Person, new Dictionary<string, string> { ["tradeName"] = "面馆" });
    private static readonly LicenceFace Other = Face with { Fields = new Dictionary<string, string> { ["tradeName"] = "饭店" } };
    private static readonly LicenceTypeVersion InForce = new(1, SomeType.Definition);
    private static readonly IReadOnlyList<CoHolder> Others = [new(Spouse, SpouseParty, SpouseSlot)];

    [Fact]
    public void gives_each_holder_the_face_with_themself_on_it()
    {
        var joint = Joint();
        joint.Holders.ShouldBe([Some.Holder, Spouse]);
        joint.Slots.ShouldBe([Slot, SpouseSlot]);
        ClearOf(joint.FaceOf(Some.Holder)!).ShouldBe(Face);
        ClearOf(joint.FaceOf(Spouse)!).ShouldBe(Face with { Holder = SpouseParty });
        joint.FaceOf(Some.Stranger).ShouldBeNull();
        NamedSubjects.In(Minted().Events[0]).ShouldBe([Some.Holder, Spouse], ignoreOrder: true);
    }

    [Fact]
    public void leaves_no_trace_on_a_licence_of_one()
    {
        var alone = LicenceDecider.Mint(
            Some.Licence(LicenceStatus.InForce).Identifier, InForce, InForce.TermFrom(Some.Today, years: null), Some.Holder, Face, Slot, Some.CaseId,
            batch: null, Some.Today, []).Events[0].ShouldBeOfType<LicenceEvent.MintedUnder>();
        alone.Others.ShouldBeNull();
        alone.OtherSlots.ShouldBeNull();
    }

    [Fact]
    public void gives_each_holder_a_new_face_and_forgets_nobody()
    {
        var changed = After(Joint(), LicenceDecider.Change(Joint(), InForce, Other, Slot, Some.Today, Others));
        ClearOf(changed.FaceOf(Spouse)!).Fields["tradeName"].ShouldBe("饭店");
        var corrected = After(changed, LicenceDecider.Correct(changed, InForce, Face, Slot, Some.Reason, Some.Today, Others));
        ClearOf(corrected.FaceOf(Spouse)!).ShouldBe(Face with { Holder = SpouseParty });
        Should.Throw<ArgumentException>(() => LicenceDecider.Change(Joint(), InForce, Other, Slot, Some.Today));
        Should.Throw<ArgumentException>(() => LicenceDecider.Correct(Joint(), InForce, Other, Slot, Some.Reason, Some.Today, []));
    }

    [Fact]
    public void goes_for_a_licence_that_came_from_a_register_and_names_no_version_of_its_type()
    {
        var imported = Licence.Evolve(null, Joint().Id, new LicenceEvent.Imported(
            Joint().Identifier, Joint().Term, Personal<LicenceFace>.Of(Some.Holder, Face), RowKind.Issue, new SourceRow("demo", "1", new string('a', 64)))
        {
            Others = [Personal<LicenceFace>.Of(Spouse, Face with { Holder = SpouseParty })],
        });
        imported.Holders.ShouldBe([Some.Holder, Spouse]);
        IReadOnlyList<CoHolder> others = [new(Spouse, SpouseParty, Slot: null)];
        var changed = After(imported, LicenceDecider.Change(imported, type: null, Other, slot: null, Some.Today, others));
        ClearOf(changed.FaceOf(Spouse)!).ShouldBe(Other with { Holder = SpouseParty });
        Should.Throw<ArgumentException>(() => LicenceDecider.Change(imported, type: null, Other, slot: null, Some.Today));
    }

    [Fact]
    public void stays_so_through_renewal_reissue_suspension_and_a_second_officer_s_consent()
    {
        var joint = Joint(until: Some.Today.AddDays(90));
        var renewed = After(joint, LicenceDecider.Renew(joint, InForce, new(Some.Today, Some.Today, Some.Today.AddYears(2)), Some.Today));
        renewed.Holders.ShouldBe(joint.Holders);
        renewed.Slots.ShouldBe(joint.Slots);
        var batch = LicenceBatchId.Of(Guid.NewGuid());
        var reissued = After(renewed, LicenceDecider.Reissue(renewed, InForce, Face, Slot, batch, Some.Today, [SpouseSlot]));
        reissued.Others.ShouldBe(joint.Others);
        reissued.Slots.ShouldBe([Slot, SpouseSlot]);
        var reason = Personal<Remark>.Of(Some.Holder, Some.Reason);
        After(reissued, LicenceStateDecider.Decide(reissued, LicenceOperation.Suspend, reason, Some.Today)).Holders.ShouldBe(joint.Holders);

        var type = new LicenceType(LicenceTypeId.Of(Some.Type), Some.Type, [SomeType.Definition], Draft: null);
        var decided = LicenceDecider.Change(Joint(), InForce, Other, Slot, Some.Today, Others);
        var proposed = After(Joint(), LicenceProposalDecider.ProposeVersion(Joint(), decided, "one", Some.Today));
        ClearOf(proposed.FaceOf(Spouse)!).ShouldBe(Face with { Holder = SpouseParty });
        var approved = LicenceProposalDecider.Approve(proposed, type, "two", Some.Today).Events.Aggregate(
            proposed, (state, fact) => Licence.Evolve(state, state.Id, fact));
        ClearOf(approved.FaceOf(Spouse)!).Fields["tradeName"].ShouldBe("饭店");
        approved.Slots.ShouldBe([Slot, SpouseSlot]);
    }

    [Fact]
    public void moves_with_all_of_them_to_another_agency()
    {
        var identifier = LicenceIdentifier.Mint(Some.Type, Some.OtherAgency, "A1B2C4", 1);
        var (events, _) = LicenceDecider.TransferIn(Joint(), identifier, InForce, Face, Slot, Some.Today, Others);
        Licence.Evolve(null, LicenceId.Of(identifier), events[0]).Holders.ShouldBe([Some.Holder, Spouse]);
        Should.Throw<ArgumentException>(() => LicenceDecider.TransferIn(Joint(), identifier, InForce, Face, Slot, Some.Today));
    }

    [Fact]
    public void takes_the_place_of_each_holder()
    {
        foreach (var place in Joint().Slots)
            LicenceSlotDecider.Take(place, Joint(), LicenceId.Of(Guid.NewGuid()), Some.Today).Refusal.ShouldBe(LicenceSlotDecider.Occupied);
    }

    [Fact]
    public void lets_each_holder_read_it_and_nobody_else()
    {
        foreach (var holder in (SubjectTag[])[Some.Holder, Spouse])
        {
            AccessPolicy.OnLicence(Citizen(holder), Joint()).Refusal.ShouldBeNull();
            AccessPolicy.OnCopies(Citizen(holder), Joint().Id, Joint().Holders, Some.Agency, Standing.None).Refusal.ShouldBeNull();
        }
        AccessPolicy.OnLicence(Citizen(Some.Stranger), Joint()).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.OnCopies(Citizen(Some.Stranger), Joint().Id, Joint().Holders, Some.Agency, Standing.None).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.FacesFor(Citizen(Spouse), Joint(), Standing.None).Select(face => face.Subject).ShouldBe([Some.Holder, Spouse]);
    }

    [Fact]
    public void shows_a_covert_inquiry_about_one_of_them_the_face_of_that_one_alone()
    {
        var officer = new Actor("officer-1", Role.Investigator, Some.OtherAgency, Some.City, Subject: null);
        var sight = new CovertSight(CovertInquiryId.Of(Guid.NewGuid()), Spouse, AuthorityClass.PublicSecurity, IsOpen: true);
        var standing = new Standing([new(Some.OtherAgency, Some.City, DutyKind.Investigation)], Covert: sight);
        var ruling = AccessPolicy.OnLicence(officer, Joint(), standing);
        ruling.Refusal.ShouldBeNull();
        ruling.Ground.Step.ShouldBe(Ground.CovertStep + sight.Id);
        // Of the other holder nothing is recorded, so that they do not find it.
        AccessPolicy.FacesFor(officer, Joint(), standing).Single().Subject.ShouldBe(Spouse);
    }

    [Fact]
    public void begins_with_an_application_that_names_everybody_once()
    {
        var number = CaseNumber.Compose(Some.ItemCode, Some.Today, 1);
        var submitted = Submit(Spouse).Events[0].ShouldBeOfType<CaseEvent.Submitted>();
        var @case = Registry.Domain.Cases.Case.Evolve(null, Some.CaseId, submitted);
        @case.Applicants.ShouldBe([Some.Holder, Spouse]);
        Submit(Some.Holder).Refusal.ShouldBe(CaseDecider.ApplicantRepeated);
        Submit(Spouse, Spouse).Refusal.ShouldBe(CaseDecider.ApplicantRepeated);
        Submit([.. Enumerable.Range(0, CoHolder.MostHolders).Select(i => new SubjectTag($"person-{i}"))]).Refusal.ShouldBe(CaseDecider.ApplicantsTooMany);
        Submit().Events[0].ShouldBeOfType<CaseEvent.Submitted>().CoApplicants.ShouldBeNull();

        AccessPolicy.OnCase(Citizen(Some.Holder), @case).Allows(FieldTable.Phone).ShouldBeTrue();
        var beside = AccessPolicy.OnCase(Citizen(Spouse), @case);
        beside.Allows(FieldTable.Form).ShouldBeTrue();
        beside.ViewOf(FieldTable.Phone).ShouldBeNull();
        AccessPolicy.OnCase(Citizen(Some.Stranger), @case).Refusal.ShouldBe(AccessPolicy.NotYours);

        Decision<CaseEvent> Submit(params SubjectTag[] others) => CaseDecider.Submit(
            Some.Item, number, Some.Application(), Some.Materials, Some.Today, [.. others.Select(one => Personal<Party>.Of(one, SpouseParty))]);
    }

    [Fact]
    public void is_refused_by_a_type_whose_licences_have_one_holder()
    {
        var one = new LicenceTypeVersion(2, SomeType.Definition with { SeveralHolders = false });
        foreach (var (type, refusal) in ((LicenceTypeVersion?, Refusal?)[])
            [(one, LicenceTypeVersion.OneHolder), (new(2, one.Definition with { SeveralHolders = true }), null), (InForce, null), (null, null)])
            Submit(type, Spouse).Refusal.ShouldBe(refusal);
        Submit(one).Refusal.ShouldBeNull();

        // By hand and in a batch; of before, while the type still let them.
        var joint = Registry.Domain.Cases.Case.Evolve(null, Some.CaseId, Submit(InForce, Spouse).Events[0]);
        LicenceDecider.RefuseMint(one, joint, Some.City, "minter").ShouldBe(LicenceTypeVersion.OneHolder);
        LicenceDecider.RefuseMint(InForce, joint, Some.City, "minter").ShouldBeNull();
        LicenceDecider.RefuseMint(one, Some.Case(CaseStatus.Approved), Some.City, "minter").ShouldBeNull();
        // What several hold already stays theirs.
        LicenceDecider.Change(Joint(), one, Other, Slot, Some.Today, Others).Refusal.ShouldBeNull();

        static Decision<CaseEvent> Submit(LicenceTypeVersion? type, params SubjectTag[] others) => CaseDecider.Submit(
            Some.Item, CaseNumber.Compose(Some.ItemCode, Some.Today, 1), Some.Application(), Some.Materials, Some.Today,
            [.. others.Select(one => Personal<Party>.Of(one, SpouseParty))], type);
    }

    private static Decision<LicenceEvent> Minted(DateOnly? until = null)
    {
        var term = InForce.TermFrom(Some.Today, years: null);
        return LicenceDecider.Mint(
            Some.Licence(LicenceStatus.InForce).Identifier, InForce, until is null ? term : term with { Until = until }, Some.Holder, Face, Slot, Some.CaseId,
            batch: null, Some.Today, Others);
    }

    private static Licence Joint(DateOnly? until = null) =>
        Licence.Evolve(null, Some.Licence(LicenceStatus.InForce).Id, Minted(until).Events.ShouldHaveSingleItem());

    private static Licence After(Licence licence, Decision<LicenceEvent> decided) =>
        Licence.Evolve(licence, licence.Id, decided.Events.ShouldHaveSingleItem());

    private static LicenceFace ClearOf(IPersonal face) => (LicenceFace)face.Clear!;

    private static Actor Citizen(SubjectTag subject) => new("person", Role.Citizen, null, null, subject);
}
