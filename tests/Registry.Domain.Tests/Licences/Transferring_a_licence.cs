using Registry.Domain.Access;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.LicenceSlots;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Personal;
using Registry.Domain.Tests.LicenceTypes;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Licences;

public sealed class Transferring_a_licence
{
    private static readonly LicenceTypeVersion Type =
        new(3, SomeType.Definition with { Face = [SomeType.Text("address")], Issuers = new([Some.Agency, Some.OtherAgency], []) });
    private static readonly Agency Receiver = new(Some.OtherAgency, "卫健", SomeType.Name, Some.City);
    private static readonly Personal<Remark> Reason = Personal<Remark>.Of(Some.Holder, Some.Reason);
    private static readonly Licence Old = Some.Licence(LicenceStatus.InForce, Some.Today.AddYears(1), version: 4);
    private static readonly Licence Leaving = Begin(Old);

    [Fact]
    public void begins_to_another_agency_that_may_issue_the_type()
    {
        (Leaving.Status, Leaving.Receiver).ShouldBe((LicenceStatus.Leaving, Some.OtherAgency));
        Decide(Old, Type, receiver: null).Refusal.ShouldBe(LicenceStateDecider.ReceiverUnknown);
        Decide(Old, Type, Receiver with { Code = Some.Agency }).Refusal.ShouldBe(LicenceStateDecider.ReceiverIsIssuer);
        Decide(Old, new(1, SomeType.Definition), Receiver).Refusal.ShouldBe(LicenceTypeVersion.NotAnIssuer);
        Decide(Old, type: null, Receiver).Refusal.ShouldBe(LicenceTypeVersion.NotPublished);
        Decide(Leaving, Type, Receiver).Refusal.ShouldBe(LicenceDecider.NotInForce);
        Decide(Some.Licence(LicenceStatus.InForce, Some.Today.AddDays(-1)), Type, Receiver).Refusal.ShouldBe(LicenceDecider.NotInForce);
        Decide(Some.Licence(LicenceStatus.Revoked), Type, Receiver).Refusal.ShouldBe(LicenceDecider.Final);
    }

    [Fact]
    public void is_completed_by_the_receiver_alone_and_called_off_by_the_issuer()
    {
        LicenceStateDecider.Decide(Leaving, LicenceOperation.CompleteTransfer, Reason, Some.Today).Refusal.ShouldBe(LicenceStateDecider.AwaitsReceiver);
        var back = Fold(Leaving, LicenceStateDecider.Decide(Leaving, LicenceOperation.CancelTransfer, Reason, Some.Today));
        (back.Status, back.Receiver).ShouldBe((LicenceStatus.InForce, null));
        LicenceDecider.RefuseTransferIn(back, Type, Some.City, Some.Today).ShouldBe(LicenceStateDecider.NotLeaving);
        var revoked = Fold(Leaving, LicenceStateDecider.Decide(Leaving, LicenceOperation.Revoke, Reason, Some.Today));
        LicenceDecider.RefuseTransferIn(revoked, Type, Some.City, Some.Today).ShouldBe(LicenceStateDecider.NotLeaving);
        LicenceDecider.RefuseTransferIn(Leaving, Type, Some.City, Some.Today.AddYears(1)).ShouldBeNull();
        LicenceDecider.RefuseTransferIn(Leaving, Type, Some.City, Some.Today.AddYears(1).AddDays(1)).ShouldBe(LicenceDecider.ValidityPast);
        LicenceDecider.RefuseTransferIn(Leaving, type: null, Some.City, Some.Today).ShouldBe(LicenceTypeVersion.NotPublished);
        LicenceDecider.RefuseTransferIn(Leaving, new(1, SomeType.Definition), Some.City, Some.Today).ShouldBe(LicenceTypeVersion.NotAnIssuer);
    }

    [Fact]
    public void gives_the_receiver_s_own_number_with_the_old_one_beside_it()
    {
        var identifier = LicenceIdentifier.Mint(Some.Type, Some.OtherAgency, "B1", 1);
        var (events, refusal) = LicenceDecider.TransferIn(Leaving, identifier, Type, Some.ClearFace, slot: null, Some.Today.AddDays(1));
        refusal.ShouldBeNull();
        var arrived = Licence.Evolve(null, LicenceId.Of(identifier), events.ShouldHaveSingleItem());
        (arrived.Issuer, arrived.Previous, arrived.LastOperation, arrived.TypeVersion)
            .ShouldBe((Some.OtherAgency, Old.Identifier, LicenceOperation.TransferIn, 3));
        arrived.Term.ShouldBe(Old.Term with { IssuedOn = Some.Today.AddDays(1) });
        arrived.Face.Subject.ShouldBe(Some.Holder);
        LicenceDecider.TransferIn(
            Leaving, identifier, Type with { Definition = Type.Definition with { Face = [] } }, Some.ClearFace, slot: null, Some.Today)
            .Refusal.ShouldBe(FaceCheck.Unknown("address"));

        var gone = Licence.Evolve(Leaving, Leaving.Id, new LicenceEvent.TransferAccepted(Some.Today, identifier));
        (gone.Status, gone.Receiver, gone.IsFinal).ShouldBe((LicenceStatus.Cancelled, null, true));
    }

    [Fact]
    public void leaves_its_place_to_its_successor_and_to_nobody_else()
    {
        var (place, by) = (LicenceSlotId.Of(Guid.NewGuid()), LicenceId.Of(Guid.NewGuid()));
        var slotted = Licence.Evolve(null, Old.Id, new LicenceEvent.MintedUnder(Old.Identifier, 1, Old.Term, Old.Face, place, Some.CaseId));
        LicenceSlotDecider.Take(place, slotted, by, Some.Today).Refusal.ShouldBe(LicenceSlotDecider.Occupied);
        LicenceSlotDecider.Take(place, slotted, by, Some.Today, former: slotted.Id).Refusal.ShouldBeNull();
        LicenceSlotDecider.Take(place, slotted, by, Some.Today, former: LicenceId.Of(Guid.NewGuid())).Refusal.ShouldBe(LicenceSlotDecider.Occupied);
    }

    [Fact]
    public void can_want_two_officers_of_the_issuer()
    {
        var proposed = Fold(Old, LicenceProposalDecider.ProposeTransfer(Old, Decide(Old, Type, Receiver), "one", Some.Today));
        (proposed.Status, proposed.Proposal!.Receiver).ShouldBe((LicenceStatus.InForce, Some.OtherAgency));
        var type = new LicenceType(LicenceTypeId.Of(Some.Type), Some.Type, [Type.Definition], Draft: null);
        LicenceProposalDecider.Approve(proposed, type, "one", Some.Today, Receiver).Refusal.ShouldBe(LicenceProposalDecider.OwnProposal);
        LicenceProposalDecider.Approve(proposed, type, "two", Some.Today, receiver: null).Refusal.ShouldBe(LicenceStateDecider.ReceiverUnknown);
        Fold(proposed, LicenceProposalDecider.Approve(proposed, type, "two", Some.Today, Receiver)).Receiver.ShouldBe(Some.OtherAgency);
        LicenceProposalDecider.ProposeTransfer(proposed, Decide(proposed, Type, Receiver), "two", Some.Today)
            .Refusal.ShouldBe(LicenceProposalDecider.Open);
    }

    [Fact]
    public void opens_it_to_the_receiver_s_issuing_officers_while_it_is_on_its_way()
    {
        var officer = new Actor("officer-2", Role.IssuingOfficer, Some.OtherAgency, Some.City, Subject: null);
        var charged = new Standing([new Duty(Some.OtherAgency, Some.City, DutyKind.LicenceIssuing)]);
        AccessPolicy.OnLicence(officer, Leaving, charged).Refusal.ShouldBeNull();
        AccessPolicy.OnLicence(officer, Old, charged).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.ToTransferIn(officer, Leaving, charged).Refusal.ShouldBeNull();
        AccessPolicy.ToTransferIn(officer, Leaving, Standing.None).Refusal.ShouldBe(AccessPolicy.DutyNotHeld);
        AccessPolicy.ToTransferIn(officer, Old, charged).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.ToTransferIn(officer with { Agency = Some.Agency }, Leaving, charged).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.ToTransferIn(officer with { Role = Role.Verifier }, Leaving, charged).Refusal.ShouldBe(AccessPolicy.NotYours);
    }

    private static Licence Begin(Licence licence) => Fold(licence, Decide(licence, Type, Receiver));

    private static Decision<LicenceEvent> Decide(Licence licence, LicenceTypeVersion? type, Agency? receiver) =>
        LicenceStateDecider.BeginTransfer(licence, type, receiver, Reason, Some.Today);

    private static Licence Fold(Licence licence, Decision<LicenceEvent> decision)
    {
        decision.Refusal.ShouldBeNull();
        return decision.Events.Aggregate(licence, (state, fact) => Licence.Evolve(state, state.Id, fact));
    }
}
