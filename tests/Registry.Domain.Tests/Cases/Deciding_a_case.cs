using Registry.Domain.Calendar;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;
using Shouldly;
using Xunit;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Domain.Tests.Cases;

public sealed class Deciding_a_case
{
    private static readonly CaseNumber Number = CaseNumber.Compose(Some.ItemCode, Some.Today, 1);

    [Fact]
    public void a_complete_application_is_submitted_to_the_items_agency()
    {
        var submitted = Submit(Some.Item, Some.Materials).Events.ShouldHaveSingleItem().ShouldBeOfType<CaseEvent.Submitted>();
        submitted.Agency.ShouldBe(Some.Agency);
        submitted.On.ShouldBe(Some.Today);
    }

    [Fact]
    public void a_withdrawn_item_takes_no_application() =>
        Submit(Some.Item with { IsOffered = false }, Some.Materials).Refusal.ShouldBe(CaseDecider.ItemNotOffered);

    [Fact]
    public void a_missing_required_material_is_named() =>
        Submit(Some.Item, []).Refusal.ShouldBe(CaseDecider.MaterialMissing("application"));

    [Fact]
    public void a_material_nobody_asked_for_is_refused() =>
        Submit(Some.Item, [.. Some.Materials, new("diary", new string('b', 64))]).Refusal.ShouldBe(CaseDecider.MaterialUnknown);

    [Fact]
    public void a_material_handed_in_twice_is_refused() =>
        Submit(Some.Item, [.. Some.Materials, .. Some.Materials]).Refusal.ShouldBe(CaseDecider.MaterialRepeated);

    [Fact]
    public void acceptance_tells_both_deadlines_in_working_days()
    {
        // Monday 23 November 2026: three working days end on Thursday, fifteen on Monday 14 December.
        var accepted = CaseDecider.Accept(Some.Case(CaseStatus.Submitted), Some.Item, WorkingDayCalendar.China, Some.Officer, Some.Today)
            .Events.ShouldHaveSingleItem().ShouldBeOfType<CaseEvent.AcceptedBy>();
        accepted.PromisedBy.ShouldBe(new DateOnly(2026, 11, 26));
        accepted.LegalBy.ShouldBe(new DateOnly(2026, 12, 14));
        accepted.Calendar.ShouldBe("CN-2026");
        accepted.Officer.ShouldBe(Some.Officer);
    }

    [Fact]
    public void is_the_officer_s_who_accepted_it_until_it_is_given_to_another()
    {
        var state = Case.Evolve(null, Some.CaseId, Submit(Some.Item, Some.Materials).Events[0]);
        state.Officer.ShouldBeNull();
        state = Case.Evolve(
            state, Some.CaseId, CaseDecider.Accept(state, Some.Item, WorkingDayCalendar.China, Some.Officer, Some.Today).Events[0]);
        state.Officer.ShouldBe(Some.Officer);
        CaseDecider.Assign(state, Some.Officer, Some.Reason, Some.Today).Refusal.ShouldBe(CaseDecider.AlreadyAssigned);
        state = Case.Evolve(state, Some.CaseId, CaseDecider.Assign(state, "other", Some.Reason, Some.Today).Events[0]);
        state.Officer.ShouldBe("other");
        CaseDecider.Assign(Some.Case(CaseStatus.Closed), "other", Some.Reason, Some.Today).Refusal.ShouldBe(CaseDecider.AlreadyClosed);
    }

    [Fact]
    public void accepted_before_it_had_an_officer_is_nobody_s()
    {
        var state = Case.Evolve(Some.Case(CaseStatus.Submitted), Some.CaseId, new CaseEvent.Accepted(Some.Today, Some.Today, Some.Today, "CN-2026"));
        state.Status.ShouldBe(CaseStatus.Accepted);
        state.Officer.ShouldBeNull();
    }

    [Theory]
    [InlineData(CaseStatus.Accepted)]
    [InlineData(CaseStatus.Refused)]
    [InlineData(CaseStatus.Closed)]
    [InlineData(CaseStatus.Withdrawn)]
    public void is_accepted_or_refused_once(CaseStatus status)
    {
        CaseDecider.Accept(Some.Case(status), Some.Item, WorkingDayCalendar.China, Some.Officer, Some.Today)
            .Refusal.ShouldBe(CaseDecider.NotAwaitingAcceptance);
        CaseDecider.Refuse(Some.Case(status), Some.Reason, Some.Today).Refusal.ShouldBe(CaseDecider.NotAwaitingAcceptance);
    }

    [Theory]
    [InlineData(CaseStatus.Submitted)]
    [InlineData(CaseStatus.Approved)]
    [InlineData(CaseStatus.Rejected)]
    public void is_approved_or_rejected_only_under_review(CaseStatus status)
    {
        CaseDecider.Approve(Some.Case(status), Some.Today).Refusal.ShouldBe(CaseDecider.NotUnderReview);
        CaseDecider.Reject(Some.Case(status), Some.Reason, Some.Today).Refusal.ShouldBe(CaseDecider.NotUnderReview);
    }

    [Theory]
    [InlineData(CaseStatus.Submitted, true)]
    [InlineData(CaseStatus.Accepted, true)]
    [InlineData(CaseStatus.Approved, false)]
    [InlineData(CaseStatus.Rejected, false)]
    [InlineData(CaseStatus.Closed, false)]
    public void can_be_withdrawn_until_it_is_decided(CaseStatus status, bool allowed) =>
        (CaseDecider.Withdraw(Some.Case(status), Some.Today).Refusal is null).ShouldBe(allowed);

    [Theory]
    [InlineData(CaseStatus.LicenceIssued, ClosingKind.LicenceIssued)]
    [InlineData(CaseStatus.Refused, ClosingKind.Returned)]
    [InlineData(CaseStatus.Rejected, ClosingKind.Returned)]
    [InlineData(CaseStatus.Withdrawn, ClosingKind.Voided)]
    public void is_closed_in_the_way_its_state_says(CaseStatus status, ClosingKind kind) =>
        CaseDecider.Close(Some.Case(status), Some.Item, Some.Today).Events.ShouldBe([new CaseEvent.Closed(Some.Today, kind)]);

    [Fact]
    public void cannot_be_closed_while_its_licence_is_outstanding() =>
        CaseDecider.Close(Some.Case(CaseStatus.Approved), Some.Item, Some.Today).Refusal.ShouldBe(CaseDecider.LicenceOutstanding);

    [Fact]
    public void of_an_item_without_licence_is_completed_once_approved() =>
        CaseDecider.Close(Some.Case(CaseStatus.Approved), Some.Item with { Result = null }, Some.Today)
            .Events.ShouldBe([new CaseEvent.Closed(Some.Today, ClosingKind.Completed)]);

    [Fact]
    public void whatever_is_decided_folds_into_a_state()
    {
        var state = Case.Evolve(null, Some.CaseId, Submit(Some.Item, Some.Materials).Events[0]);
        foreach (var decide in new Func<Case, Decision<CaseEvent>>[]
        {
            c => CaseDecider.Accept(c, Some.Item, WorkingDayCalendar.China, Some.Officer, Some.Today),
            c => CaseDecider.Approve(c, Some.Today),
            c => CaseDecider.IssueLicence(c, Some.Item, LicenceIdentifier.Mint(Some.Type, Some.Agency, "A1", 1), Some.Today),
            c => CaseDecider.Close(c, Some.Item, Some.Today),
        })
            state = Case.Evolve(state, state.Id, decide(state).Events.ShouldHaveSingleItem());
        state.Status.ShouldBe(CaseStatus.Closed);
        state.IsLive.ShouldBeFalse();
    }

    [Fact]
    public void a_stream_without_its_opening_event_stops_the_fold() =>
        Should.Throw<CorruptStreamException>(() => Case.Evolve(null, Some.CaseId, new CaseEvent.Approved(Some.Today)));

    private static Decision<CaseEvent> Submit(ServiceItem item, IReadOnlyList<HandedIn> materials) =>
        CaseDecider.Submit(item, Number, Some.Application(), materials, Some.Today);
}
