using Registry.Domain.Cases;
using Registry.Domain.Erasures;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Domain.Personal;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Erasures;

public sealed class Deciding_an_erasure
{
    private static readonly DateOnly Today = new(2026, 11, 26);
    private static readonly SubjectTag Subject = new("tag");
    private static readonly CaseId Case = CaseId.Of(new Guid("00000000-0000-4000-8000-000000000001"));
    private static readonly LicenceId Licence = LicenceId.Of(new Guid("00000000-0000-4000-8000-000000000002"));
    private static readonly Holdings Withdrawn = new([new(Case, Today, WasDecided: false, IsTheirs: true)], []);

    [Fact]
    public void is_asked_for_once_at_a_time_and_only_where_something_is_held()
    {
        Request(Withdrawn).Events.ShouldHaveSingleItem().ShouldBeOfType<ErasureEvent.Requested>().By.ShouldBe("holder");
        Request(Withdrawn, pending: true).Refusal.ShouldBe(ErasureDecider.Pending);
        Request(new([], [])).Refusal.ShouldBe(ErasureDecider.NothingHeld);
    }

    [Fact]
    public void takes_two_officers_neither_of_whom_asked()
    {
        var requested = Fold(Request(Withdrawn));
        Approve(requested, "holder").Refusal.ShouldBe(ErasureDecider.OwnRequest);
        var approved = Fold(Approve(requested, "a"), requested);
        approved.Status.ShouldBe(ErasureStatus.Approved);
        Approve(approved, "a").Refusal.ShouldBe(ErasureDecider.SamePerson);
        Approve(approved, "holder").Refusal.ShouldBe(ErasureDecider.OwnRequest);
        var erased = Approve(approved, "b").Events.ShouldHaveSingleItem().ShouldBeOfType<ErasureEvent.Erased>();
        (erased.Subject, erased.Key, erased.By).ShouldBe((Subject, 3, "b"));
        erased.Streams.ShouldBe([Case.Value]);
    }

    [Fact]
    public void ends_with_one_outcome()
    {
        var requested = Fold(Request(Withdrawn));
        foreach (var end in (Decision<ErasureEvent>[])
            [ErasureDecider.Refuse(requested, new("no"), Today), ErasureDecider.Withdraw(requested, Today)])
        {
            var ended = Fold(end, requested);
            ended.IsOpen.ShouldBeFalse();
            Approve(ended, "a").Refusal.ShouldBe(ErasureDecider.NotOpen);
            ErasureDecider.Refuse(ended, new("no"), Today).Refusal.ShouldBe(ErasureDecider.NotOpen);
            ErasureDecider.Withdraw(ended, Today).Refusal.ShouldBe(ErasureDecider.NotOpen);
        }
    }

    [Fact]
    public void looks_for_a_duty_to_keep_in_every_step()
    {
        var live = new Holdings([new(Case, ClosedOn: null, WasDecided: false, IsTheirs: true)], []);
        Request(live).Refusal.ShouldBe(DutyToKeep.CaseLive);
        var requested = Fold(Request(Withdrawn));
        Approve(requested, "a", live).Refusal.ShouldBe(DutyToKeep.CaseLive);
        Approve(Fold(Approve(requested, "a"), requested), "b", live).Refusal.ShouldBe(DutyToKeep.CaseLive);
    }

    [Fact]
    public void waits_for_licences_to_end_and_for_the_archive_period_with_its_clause()
    {
        Duty(licence: new(Licence, EndsOn: null)).ShouldBe(DutyToKeep.LicenceLive);
        Duty(licence: new(Licence, Today)).ShouldBe(DutyToKeep.LicenceLive);
        Duty(licence: new(Licence, Today.AddDays(-1)))!.Arguments.ShouldBe([DutyToKeep.OfArchives, "2037-01-01"]);
        // Ten years from the year after the end.
        Duty(licence: new(Licence, new DateOnly(2015, 12, 31))).ShouldBeNull();
        Duty(licence: new(Licence, new DateOnly(2016, 1, 1)))!.Arguments[1].ShouldBe("2027-01-01");
        Duty(@case: new(Case, new DateOnly(2015, 12, 31), WasDecided: true, IsTheirs: true)).ShouldBeNull();
        Duty(@case: new(Case, new DateOnly(2016, 1, 1), WasDecided: true, IsTheirs: true))!.Code.ShouldBe("erasure-in-archive");
        Duty(@case: new(Case, Today, WasDecided: false, IsTheirs: true)).ShouldBeNull();
    }

    [Fact]
    public void reads_from_histories_what_was_decided_and_when_it_ended()
    {
        HeldCase.Of(Case, Some.Holder, [Submitted(), new CaseEvent.Withdrawn(Today), new CaseEvent.Closed(Today, ClosingKind.Voided)])
            .ShouldBe(new(Case, Today, WasDecided: false, IsTheirs: true));
        HeldCase.Of(Case, Some.Holder, [Submitted(), new CaseEvent.Rejected(Today, Personal<Remark>.Of(Subject, new("no")))])
            .ShouldBe(new(Case, ClosedOn: null, WasDecided: true, IsTheirs: true));
        HeldLicence.Of(Licence, [new LicenceEvent.Cancelled(Today, null, null)]).EndsOn.ShouldBe(Today);
    }

    [Fact]
    public void is_not_kept_from_who_was_named_in_a_case_and_has_not_consented()
    {
        Held().ShouldBeFalse();
        Held(new CaseEvent.Consented(Today, Subject)).ShouldBeTrue();
        Held(new CaseEvent.ConsentRecorded(Today, Subject, Personal<Remark>.Of(Subject, Some.Reason))).ShouldBeTrue();
        Held(new CaseEvent.Consented(Today, Some.Stranger)).ShouldBeFalse();
        Held(new CaseEvent.Consented(Today, Subject), new CaseEvent.Declined(Today, Subject)).ShouldBeFalse();
        // Named before anybody was asked: theirs until they decline.
        HeldCase.Of(Case, Subject, [Submitted() with { AsksConsent = null }]).IsTheirs.ShouldBeTrue();
        HeldCase.Of(Case, Subject, [Submitted() with { AsksConsent = null }, new CaseEvent.Declined(Today, Subject)]).IsTheirs.ShouldBeFalse();

        Duty(@case: new(Case, ClosedOn: null, WasDecided: false, IsTheirs: false)).ShouldBeNull();
        Duty(@case: new(Case, Today, WasDecided: true, IsTheirs: false)).ShouldBeNull();
        // What was stated about them is held all the same, and goes with them.
        Request(new([new(Case, ClosedOn: null, WasDecided: false, IsTheirs: false)], [])).Refusal.ShouldBeNull();

        static bool Held(params CaseEvent[] later) => HeldCase.Of(Case, Subject, [Submitted(), .. later]).IsTheirs;
    }

    private static CaseEvent.Submitted Submitted() =>
        new(CaseNumber.Compose(Some.ItemCode, Today, 1), Some.ItemCode, Some.Agency, Some.City, Today, Some.Application(), [])
        {
            CoApplicants = [Personal<Party>.Of(Subject, Some.Person)],
            AsksConsent = true,
        };

    private static Refusal? Duty(HeldCase? @case = null, HeldLicence? licence = null) => DutyToKeep.Find(
        new(@case is null ? [] : [@case], licence is null ? [] : [licence]), Today);

    private static Decision<ErasureEvent> Request(Holdings held, bool pending = false) =>
        ErasureDecider.Request(Subject, ErasureRequester.Holder, "holder", reason: null, held, pending, Today);

    private static Decision<ErasureEvent> Approve(Erasure erasure, string by, Holdings? held = null) =>
        ErasureDecider.Approve(erasure, by, held ?? Withdrawn, key: 3, Today);

    private static Erasure Fold(Decision<ErasureEvent> decision, Erasure? state = null) =>
        decision.Events.Aggregate(state, (before, fact) => Erasure.Evolve(before, ErasureId.Of(Guid.Empty), fact))!;
}
