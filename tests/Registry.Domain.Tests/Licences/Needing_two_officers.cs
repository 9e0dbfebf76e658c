using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Licences;

public sealed class Needing_two_officers
{
    private static readonly Personal<Remark> Reason = Personal<Remark>.Of(Some.Holder, Some.Reason);

    [Fact]
    public void the_second_does_what_the_first_proposed()
    {
        var proposed = Proposed(LicenceOperation.Revoke);
        proposed.Status.ShouldBe(LicenceStatus.InForce);
        LicenceProposalDecider.Approve(proposed, type: null, "one", Some.Today).Refusal.ShouldBe(LicenceProposalDecider.OwnProposal);
        var approved = LicenceProposalDecider.Approve(proposed, type: null, "two", Some.Today);
        approved.Events.Select(fact => fact.GetType()).ShouldBe([typeof(LicenceEvent.Approved), typeof(LicenceEvent.Revoked)]);
        var revoked = approved.Events.Aggregate(proposed, (licence, fact) => Licence.Evolve(licence, licence.Id, fact));
        revoked.Status.ShouldBe(LicenceStatus.Revoked);
        revoked.Proposal.ShouldBeNull();
    }

    [Fact]
    public void one_proposal_waits_at_a_time_and_what_is_not_possible_is_not_proposed()
    {
        LicenceProposalDecider.Propose(Proposed(LicenceOperation.Revoke), LicenceOperation.Suspend, Reason, "two", Some.Today)
            .Refusal.ShouldBe(LicenceProposalDecider.Open);
        LicenceProposalDecider.Propose(Some.Licence(LicenceStatus.Revoked), LicenceOperation.Suspend, Reason, "one", Some.Today)
            .Refusal.ShouldBe(LicenceDecider.Final);
    }

    [Fact]
    public void a_proposal_is_judged_anew_when_it_is_approved()
    {
        var suspended = Proposed(LicenceOperation.Suspend);
        suspended = Licence.Evolve(suspended, suspended.Id, new LicenceEvent.Cancelled(Some.Today, Reason, Source: null));
        LicenceProposalDecider.Approve(suspended, type: null, "two", Some.Today).Refusal.ShouldBe(LicenceDecider.Final);
    }

    [Fact]
    public void a_dismissed_proposal_is_gone()
    {
        var proposed = Proposed(LicenceOperation.Revoke);
        var dismissed = Licence.Evolve(
            proposed, proposed.Id, LicenceProposalDecider.Dismiss(proposed, "one", Some.Today).Events.ShouldHaveSingleItem());
        LicenceProposalDecider.Approve(dismissed, type: null, "two", Some.Today).Refusal.ShouldBe(LicenceProposalDecider.NoProposal);
        LicenceProposalDecider.Dismiss(dismissed, "two", Some.Today).Refusal.ShouldBe(LicenceProposalDecider.NoProposal);
    }

    private static Licence Proposed(LicenceOperation operation)
    {
        var licence = Some.Licence(LicenceStatus.InForce);
        return Licence.Evolve(
            licence, licence.Id, LicenceProposalDecider.Propose(licence, operation, Reason, "one", Some.Today).Events.ShouldHaveSingleItem());
    }
}
