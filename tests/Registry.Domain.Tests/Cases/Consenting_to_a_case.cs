using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Shouldly;
using Xunit;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Domain.Tests.Cases;

/// <summary>Whom an applicant names says yes or no for themself; nothing is granted before all have said yes.</summary>
public sealed class Consenting_to_a_case
{
    private static readonly SubjectTag Spouse = new("spouse");
    private static readonly SubjectTag Brother = new("brother");

    [Fact]
    public void is_asked_of_everybody_whom_the_applicant_names()
    {
        Submitted(Spouse).AsksConsent.ShouldBe(true);
        Submitted().AsksConsent.ShouldBeNull();
        var @case = Named(Spouse, Brother);
        @case.Named.Select(one => one.Consent).ShouldBe([ConsentState.Awaited, ConsentState.Awaited]);
        @case = After(@case, CaseDecider.Consent(@case, Spouse, Some.Today));
        @case.Named.Select(one => one.Consent).ShouldBe([ConsentState.Given, ConsentState.Awaited]);
        CaseDecider.Consent(@case, Spouse, Some.Today).Refusal.ShouldBe(CaseDecider.ConsentAnswered);
        CaseDecider.RecordConsent(@case, Spouse, Some.Reason, Some.Today).Refusal.ShouldBe(CaseDecider.ConsentAnswered);
    }

    [Fact]
    public void comes_before_the_grant_from_all_of_them()
    {
        var @case = Accepted(Named(Spouse, Brother));
        CaseDecider.Approve(@case, Some.Today).Refusal.ShouldBe(CaseDecider.ConsentAwaited);
        @case = After(@case, CaseDecider.Consent(@case, Spouse, Some.Today));
        CaseDecider.Approve(@case, Some.Today).Refusal.ShouldBe(CaseDecider.ConsentAwaited);
        @case = After(@case, CaseDecider.RecordConsent(@case, Brother, Some.Reason, Some.Today));
        @case.Named[1].Basis!.Subject.ShouldBe(Brother);
        CaseDecider.Approve(@case, Some.Today).Refusal.ShouldBeNull();
        // What is against the applicant needs nobody's consent.
        CaseDecider.Reject(Accepted(Named(Spouse)), Some.Reason, Some.Today).Refusal.ShouldBeNull();
    }

    [Fact]
    public void refused_by_one_stands_in_the_way_until_the_application_is_without_them()
    {
        var @case = Accepted(Named(Spouse, Brother));
        @case = After(@case, CaseDecider.Consent(@case, Spouse, Some.Today));
        @case = After(@case, CaseDecider.Decline(@case, Brother, Some.Today));
        @case.Applicants.ShouldBe([Some.Holder, Spouse]);
        CaseDecider.Approve(@case, Some.Today).Refusal.ShouldBe(CaseDecider.ConsentDeclined);
        CaseDecider.RecordConsent(@case, Brother, Some.Reason, Some.Today).Refusal.ShouldBe(CaseDecider.ConsentAnswered);

        CaseDecider.RequestCorrection(@case, Some.Application(), Some.Today, [Spouse]).Refusal.ShouldBe(CaseDecider.ConsentIsThere);
        @case = After(@case, CaseDecider.RequestCorrection(@case, Some.Application(), Some.Today, [Brother]));
        CaseDecider.Approve(@case, Some.Today).Refusal.ShouldBe(CaseDecider.ConsentDeclined);
        @case = After(@case, CaseDecider.Correct(@case, Some.Today));
        @case.Named.Select(one => one.Subject).ShouldBe([Spouse]);
        @case.Without.ShouldBeEmpty();
        CaseDecider.Approve(@case, Some.Today).Refusal.ShouldBeNull();
    }

    [Fact]
    public void that_comes_before_the_officer_decides_keeps_one_in_who_was_to_be_left_out()
    {
        var @case = Named(Spouse);
        @case = After(@case, CaseDecider.RequestCorrection(@case, Some.Application(), Some.Today, [Spouse]));
        @case = After(@case, CaseDecider.Consent(@case, Spouse, Some.Today));
        CaseDecider.Correct(@case, Some.Today).Refusal.ShouldBe(CaseDecider.ConsentIsThere);
        After(@case, CaseDecider.RefuseCorrection(@case, Some.Reason, Some.Today)).Without.ShouldBeEmpty();
    }

    [Fact]
    public void may_be_taken_back_until_the_decision_and_refused_as_long_as_the_case_is_open()
    {
        var @case = Named(Spouse, Brother);
        @case = After(@case, CaseDecider.Consent(@case, Spouse, Some.Today));
        CaseDecider.Decline(@case, Spouse, Some.Today).Refusal.ShouldBeNull();
        var refused = After(@case, CaseDecider.Refuse(@case, Some.Reason, Some.Today));
        CaseDecider.Decline(refused, Spouse, Some.Today).Refusal.ShouldBe(CaseDecider.AlreadyDecided);
        CaseDecider.Consent(refused, Brother, Some.Today).Refusal.ShouldBe(CaseDecider.AlreadyDecided);
        CaseDecider.Decline(refused, Brother, Some.Today).Refusal.ShouldBeNull();
        // A case that ended without somebody's word is not theirs.
        var closed = After(refused, CaseDecider.Close(refused, Some.Item, Some.Today));
        closed.Applicants.ShouldBe([Some.Holder, Spouse]);
        CaseDecider.Decline(closed, Spouse, Some.Today).Refusal.ShouldBe(CaseDecider.AlreadyClosed);
    }

    [Fact]
    public void is_not_asked_in_cases_of_before_which_are_granted_as_they_were()
    {
        var @case = Accepted(Case.Evolve(null, Some.CaseId, Submitted(Spouse) with { AsksConsent = null }));
        @case.Named.ShouldHaveSingleItem().Consent.ShouldBe(ConsentState.NotAsked);
        CaseDecider.Approve(@case, Some.Today).Refusal.ShouldBeNull();
        CaseDecider.Consent(@case, Spouse, Some.Today).Refusal.ShouldBe(CaseDecider.ConsentNotAsked);
        // Nobody could take themself off: now they can.
        @case = After(@case, CaseDecider.Decline(@case, Spouse, Some.Today));
        CaseDecider.Approve(@case, Some.Today).Refusal.ShouldBe(CaseDecider.ConsentDeclined);
    }

    [Fact]
    public void shows_who_declined_to_the_applicant_and_to_those_in_office_and_to_nobody_beside()
    {
        var @case = Named(Spouse, Brother);
        @case = After(@case, CaseDecider.Decline(@case, Brother, Some.Today));
        Shown(Citizen(Some.Holder)).ShouldBe([Spouse, Brother]);
        Shown(Citizen(Spouse)).ShouldBe([Spouse]);
        Shown(new("officer", Role.Caseworker, Some.Agency, Some.City, Subject: null)).ShouldBe([Spouse, Brother]);
        AccessPolicy.OnCase(Citizen(Brother), @case).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.ConsentOf(Citizen(Spouse), @case, Standing.None).ShouldBe(ConsentState.Awaited);
        AccessPolicy.ConsentOf(Citizen(Some.Holder), @case, Standing.None).ShouldBeNull();

        IEnumerable<SubjectTag> Shown(Actor actor) =>
            AccessPolicy.CoApplicantsFor(actor, @case, Standing.None).Select(one => one.Subject);
    }

    private static CaseEvent.Submitted Submitted(params SubjectTag[] others) => (CaseEvent.Submitted)CaseDecider.Submit(
        Some.Item, CaseNumber.Compose(Some.ItemCode, Some.Today, 1), Some.Application(), Some.Materials, Some.Today,
        [.. others.Select(one => Personal<Party>.Of(one, Some.Person))]).Events.ShouldHaveSingleItem();

    private static Case Named(params SubjectTag[] others) => Case.Evolve(null, Some.CaseId, Submitted(others));

    private static Case Accepted(Case @case) => @case with { Status = CaseStatus.Accepted };

    private static Case After(Case @case, Decision<CaseEvent> decided) =>
        Case.Evolve(@case, @case.Id, decided.Events.ShouldHaveSingleItem());

    private static Actor Citizen(SubjectTag subject) => new("person", Role.Citizen, null, null, subject);
}
