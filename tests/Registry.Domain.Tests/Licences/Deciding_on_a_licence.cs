using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Licences;

public sealed class Deciding_on_a_licence
{
    private static readonly DateOnly NextYear = Some.Today.AddYears(1);

    [Fact]
    public void renewing_gives_a_new_version_for_a_later_term()
    {
        var renewed = LicenceDecider.Renew(
            Some.Licence(LicenceStatus.InForce, Some.Today.AddDays(10)), type: null, new(Some.Today, Some.Today, NextYear), Some.Today)
            .Events.ShouldHaveSingleItem().ShouldBeOfType<LicenceEvent.Renewed>();
        renewed.Identifier.Version.ShouldBe(2);
        renewed.Term.Until.ShouldBe(NextYear);
    }

    [Fact]
    public void an_expired_licence_can_be_renewed() =>
        LicenceDecider.Renew(
            Some.Licence(LicenceStatus.InForce, Some.Today.AddDays(-1)), type: null, new(Some.Today, Some.Today, NextYear), Some.Today)
            .Refusal.ShouldBeNull();

    [Fact]
    public void a_term_that_ends_no_later_is_no_renewal() =>
        LicenceDecider.Renew(Some.Licence(LicenceStatus.InForce, NextYear), type: null, new(Some.Today, Some.Today, NextYear), Some.Today)
            .Refusal.ShouldBe(LicenceDecider.TermNotLater);

    [Fact]
    public void a_licence_without_an_end_cannot_be_renewed() =>
        LicenceDecider.Renew(Some.Licence(LicenceStatus.InForce, until: null), type: null, new(Some.Today, Some.Today, NextYear), Some.Today)
            .Refusal.ShouldBe(LicenceDecider.TermNotLater);

    [Theory]
    [InlineData(10, 11, null)]
    [InlineData(10, 12, "licence-term-gap")]
    [InlineData(-10, 0, null)]
    [InlineData(-10, 1, "licence-term-gap")]
    public void a_renewal_leaves_no_day_uncovered_that_is_yet_to_come(int until, int from, string? code) =>
        (LicenceDecider.Renew(
            Some.Licence(LicenceStatus.InForce, Some.Today.AddDays(until)), type: null,
            new(Some.Today, Some.Today.AddDays(from), NextYear), Some.Today).Refusal?.Code)
            .ShouldBe(code);

    [Fact]
    public void a_term_that_ends_before_it_begins_is_refused() =>
        LicenceDecider.Renew(
            Some.Licence(LicenceStatus.InForce), type: null, new(Some.Today, NextYear, Some.Today), Some.Today)
            .Refusal.ShouldBe(LicenceDecider.ValidityReversed);

    [Fact]
    public void a_suspended_licence_is_neither_renewed_nor_changed()
    {
        var suspended = Some.Licence(LicenceStatus.Suspended, Some.Today.AddDays(3));
        LicenceDecider.Renew(suspended, type: null, new(Some.Today, Some.Today, NextYear), Some.Today).Refusal.ShouldBe(LicenceDecider.NotInForce);
        LicenceDecider.Change(suspended, type: null, Some.ClearFace, slot: null, Some.Today).Refusal.ShouldBe(LicenceDecider.NotInForce);
    }

    [Fact]
    public void an_expired_licence_is_not_changed() =>
        LicenceDecider.Change(Some.Licence(LicenceStatus.InForce, Some.Today.AddDays(-1)), type: null, Some.ClearFace, slot: null, Some.Today)
            .Refusal.ShouldBe(LicenceDecider.ValidityPast);

    [Fact]
    public void the_999th_version_is_the_last() =>
        LicenceDecider.Change(Some.Licence(LicenceStatus.InForce, version: 999), type: null, Some.ClearFace, slot: null, Some.Today)
            .Refusal.ShouldBe(LicenceDecider.VersionsExhausted);

    [Fact]
    public void a_suspension_can_be_lifted()
    {
        On(LicenceStatus.Suspended, LicenceOperation.Restore).Refusal.ShouldBeNull();
        On(LicenceStatus.InForce, LicenceOperation.Restore).Refusal.ShouldBe(LicenceStateDecider.NotSuspended);
        On(LicenceStatus.Suspended, LicenceOperation.Suspend).Refusal.ShouldBe(LicenceStateDecider.AlreadySuspended);
    }

    [Fact]
    public void a_transfer_can_be_called_off_until_it_is_completed()
    {
        On(LicenceStatus.InForce, LicenceOperation.BeginTransfer).Refusal.ShouldBeNull();
        On(LicenceStatus.Suspended, LicenceOperation.BeginTransfer).Refusal.ShouldBe(LicenceDecider.NotInForce);
        On(LicenceStatus.Leaving, LicenceOperation.CancelTransfer).Refusal.ShouldBeNull();
        On(LicenceStatus.InForce, LicenceOperation.CompleteTransfer).Refusal.ShouldBe(LicenceStateDecider.NotLeaving);
        On(LicenceStatus.InForce, LicenceOperation.CancelTransfer).Refusal.ShouldBe(LicenceStateDecider.NotLeaving);
        var leaving = Some.Licence(LicenceStatus.Leaving);
        var gone = LicenceStateDecider.Decide(leaving, LicenceOperation.CompleteTransfer, ToHolder, Some.Today).Events
            .Aggregate(leaving, (licence, fact) => Licence.Evolve(licence, licence.Id, fact));
        gone.Status.ShouldBe(LicenceStatus.Cancelled);
    }

    [Fact]
    public void what_has_run_out_goes_to_no_other_authority()
    {
        var lastDay = Some.Licence(LicenceStatus.InForce, Some.Today);
        LicenceStateDecider.Decide(lastDay, LicenceOperation.BeginTransfer, ToHolder, Some.Today).Refusal.ShouldBeNull();
        var expired = Some.Licence(LicenceStatus.InForce, Some.Today.AddDays(-1));
        LicenceStateDecider.Decide(expired, LicenceOperation.BeginTransfer, ToHolder, Some.Today).Refusal.ShouldBe(LicenceDecider.NotInForce);
    }

    [Fact]
    public void only_what_has_run_out_lapses_and_a_renewal_brings_it_back()
    {
        On(LicenceStatus.InForce, LicenceOperation.Lapse).Refusal.ShouldBe(LicenceStateDecider.NotExpired);
        var expired = Some.Licence(LicenceStatus.InForce, Some.Today.AddDays(-1));
        var lapsed = Licence.Evolve(expired, expired.Id, LicenceStateDecider.Decide(expired, LicenceOperation.Lapse, ToHolder, Some.Today).Events[0]);
        lapsed.IsLive(Some.Today).ShouldBeFalse();
        LicenceStateDecider.Decide(lapsed, LicenceOperation.Lapse, ToHolder, Some.Today).Refusal.ShouldBe(LicenceStateDecider.AlreadyLapsed);
        LicenceDecider.Change(lapsed, type: null, Some.ClearFace, slot: null, Some.Today).Refusal.ShouldBe(LicenceDecider.NotInForce);
        var renewed = Licence.Evolve(lapsed, lapsed.Id,
            LicenceDecider.Renew(lapsed, type: null, new(Some.Today, Some.Today, NextYear), Some.Today).Events.ShouldHaveSingleItem());
        renewed.Status.ShouldBe(LicenceStatus.InForce);
        renewed.Previous.ShouldBe(expired.Identifier);
    }

    [Theory]
    [InlineData(LicenceStatus.Revoked)]
    [InlineData(LicenceStatus.Cancelled)]
    [InlineData(LicenceStatus.Withdrawn)]
    public void nothing_follows_a_final_state(LicenceStatus status)
    {
        var final = Some.Licence(status);
        foreach (var step in Steps)
            step(final).Refusal.ShouldBe(LicenceDecider.Final);
    }

    [Property]
    public bool no_sequence_of_steps_brings_a_revoked_licence_back(byte[] choices)
    {
        var licence = Some.Licence(LicenceStatus.InForce, Some.Today.AddDays(5));
        var revoked = false;
        foreach (var choice in choices)
        {
            foreach (var fact in Steps[choice % Steps.Length](licence).Events)
                licence = Licence.Evolve(licence, licence.Id, fact);
            revoked |= licence.IsFinal;
            if (revoked != licence.IsFinal)
                return false;
        }
        return true;
    }

    [Property]
    public Property versions_never_go_back(byte[] choices)
    {
        var licence = Some.Licence(LicenceStatus.InForce, Some.Today.AddDays(5));
        var rising = true;
        foreach (var choice in choices)
            foreach (var fact in Steps[choice % Steps.Length](licence).Events)
            {
                var next = Licence.Evolve(licence, licence.Id, fact);
                rising &= next.Identifier.Version >= licence.Identifier.Version && next.Id == LicenceId.Of(next.Identifier);
                licence = next;
            }
        return rising.ToProperty();
    }

    private static Personal<Remark> ToHolder => Personal<Remark>.Of(Some.Holder, Some.Reason);

    private static Decision<LicenceEvent> On(LicenceStatus status, LicenceOperation operation) =>
        LicenceStateDecider.Decide(Some.Licence(status), operation, ToHolder, Some.Today);

    private static readonly Func<Licence, Decision<LicenceEvent>>[] Steps =
    [
        l => LicenceDecider.Renew(l, type: null, new(Some.Today, Some.Today, (l.Term.Until ?? Some.Today).AddYears(1)), Some.Today),
        l => LicenceDecider.Change(l, type: null, Some.ClearFace, slot: null, Some.Today),
        l => LicenceStateDecider.Decide(l, LicenceOperation.Suspend, ToHolder, Some.Today),
        l => LicenceStateDecider.Decide(l, LicenceOperation.Restore, ToHolder, Some.Today),
        l => LicenceStateDecider.Decide(l, LicenceOperation.Cancel, ToHolder, Some.Today),
        l => LicenceStateDecider.Decide(l, LicenceOperation.Revoke, ToHolder, Some.Today),
        l => LicenceStateDecider.Decide(l, LicenceOperation.Withdraw, ToHolder, Some.Today),
        l => LicenceStateDecider.Decide(l, LicenceOperation.Lapse, ToHolder, Some.Today),
        l => LicenceStateDecider.Decide(l, LicenceOperation.BeginTransfer, ToHolder, Some.Today),
        l => LicenceStateDecider.Decide(l, LicenceOperation.CancelTransfer, ToHolder, Some.Today),
        l => LicenceStateDecider.Decide(l, LicenceOperation.CompleteTransfer, ToHolder, Some.Today),
    ];
}
