using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Personal;
using Registry.Domain.Tests.LicenceTypes;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Licences;

public sealed class Proposing_a_version
{
    private static readonly LicenceSlotId Slot = LicenceSlotId.Of(Some.Type, Some.Holder, siteIndex: null);
    private static readonly LicenceFace Face = new(Some.Person, new Dictionary<string, string> { ["tradeName"] = "面馆" });
    private static readonly LicenceTypeVersion InForce = new(1, SomeType.Definition);
    private static readonly LicenceType Type = new(LicenceTypeId.Of(Some.Type), Some.Type, [SomeType.Definition], Draft: null);
    private static readonly DateOnly Later = Some.Today.AddDays(LicenceProposal.DaysOpen - 1);

    [Fact]
    public void does_nothing_until_another_approves_and_then_gives_that_very_face_as_of_that_day()
    {
        var proposed = Proposed(Change(Licence()));
        proposed.Identifier.Version.ShouldBe(1);
        var approved = LicenceProposalDecider.Approve(proposed, Type, "two", Later).Events;
        var changed = approved[1].ShouldBeOfType<LicenceEvent.ChangedUnder>();
        changed.Face.ShouldBeSameAs(proposed.Proposal!.Version!.Face);
        changed.Term.IssuedOn.ShouldBe(Later);
        changed.Slot.ShouldBe(Slot);
    }

    [Fact]
    public void of_a_renewal_keeps_the_term_and_of_a_correction_the_mistake()
    {
        var term = new Term(Some.Today, Some.Today, Some.Today.AddYears(2));
        var renewal = Proposed(LicenceDecider.Renew(Licence(Some.Today.AddDays(90)), InForce, term, Some.Today), Some.Today.AddDays(90));
        LicenceProposalDecider.Approve(renewal, Type, "two", Later).Events[1].ShouldBeOfType<LicenceEvent.Renewed>()
            .Term.ShouldBe(term with { IssuedOn = Later });
        var correction = Proposed(LicenceDecider.Correct(Licence(), InForce, Face, Slot, Some.Reason, Some.Today));
        LicenceProposalDecider.Approve(correction, Type, "two", Later).Events[1].ShouldBeOfType<LicenceEvent.Corrected>()
            .Mistake.ShouldBeSameAs(correction.Proposal!.Reason);
    }

    [Fact]
    public void is_refused_where_the_act_would_be() =>
        LicenceProposalDecider.ProposeVersion(
            Licence(), LicenceDecider.Change(Licence(), InForce, Some.ClearFace, Slot, Some.Today), "one", Some.Today)
            .Refusal.ShouldBe(FaceCheck.Missing("tradeName"));

    [Fact]
    public void is_out_of_date_once_the_licence_or_its_type_has_a_newer_version()
    {
        var proposed = Proposed(Change(Licence()));
        var moved = Registry.Domain.Licences.Licence.Evolve(proposed, proposed.Id, Change(proposed).Events[0]);
        LicenceProposalDecider.Approve(moved, Type, "two", Some.Today).Refusal.ShouldBe(LicenceProposalDecider.Outdated);
        LicenceProposalDecider.Approve(proposed, Type with { Versions = Type.Versions.Add(SomeType.Definition) }, "two", Some.Today)
            .Refusal.ShouldBe(LicenceProposalDecider.Outdated);
    }

    [Fact]
    public void expires_and_makes_room_for_another()
    {
        var (proposed, expired) = (Proposed(Change(Licence())), Later.AddDays(1));
        LicenceProposalDecider.ProposeVersion(proposed, Change(proposed), "two", Later).Refusal.ShouldBe(LicenceProposalDecider.Open);
        LicenceProposalDecider.Approve(proposed, Type, "two", expired).Refusal.ShouldBe(LicenceProposalDecider.Expired);
        LicenceProposalDecider.ProposeVersion(proposed, Change(proposed), "two", expired).Refusal.ShouldBeNull();
    }

    [Fact]
    public void is_for_another_to_approve_and_for_a_licence_that_may_still_change()
    {
        var proposed = Proposed(Change(Licence()));
        LicenceProposalDecider.Approve(proposed, Type, "one", Some.Today).Refusal.ShouldBe(LicenceProposalDecider.OwnProposal);
        var revoked = Registry.Domain.Licences.Licence.Evolve(
            proposed, proposed.Id, new LicenceEvent.Revoked(Some.Today, Personal<Remark>.Of(Some.Holder, Some.Reason), Source: null));
        LicenceProposalDecider.Approve(revoked, Type, "two", Some.Today).Refusal.ShouldBe(LicenceDecider.Final);
    }

    private static Decision<LicenceEvent> Change(Licence licence) => LicenceDecider.Change(licence, InForce, Face, Slot, Some.Today);

    private static Licence Proposed(Decision<LicenceEvent> decided, DateOnly? until = null)
    {
        var licence = Licence(until);
        return Registry.Domain.Licences.Licence.Evolve(
            licence, licence.Id, LicenceProposalDecider.ProposeVersion(licence, decided, "one", Some.Today).Events.ShouldHaveSingleItem());
    }

    private static Licence Licence(DateOnly? until = null)
    {
        var identifier = Some.Licence(LicenceStatus.InForce).Identifier;
        return Registry.Domain.Licences.Licence.Evolve(null, LicenceId.Of(identifier), new LicenceEvent.MintedUnder(
            identifier, 1, new(Some.Today, Some.Today, until), Personal<LicenceFace>.Of(Some.Holder, Face), Slot,
            Registry.Domain.Cases.CaseId.Of(Guid.Empty)));
    }
}
