using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Directory;
using Registry.Domain.Licences;
using Shouldly;
using Xunit;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Domain.Tests.CovertInquiries;

public sealed class Inquiring_covertly
{
    private static readonly CovertInquiryId Id = CovertInquiryId.Of(new Guid("00000000-0000-4000-8000-000000000004"));
    private static readonly Agency Police = new(Some.OtherAgency, "公安局", new("公安局", "Police"), Some.City, AuthorityClass.PublicSecurity);
    private static readonly CovertCause Cause = new("17", "侦查");
    private static readonly DateOnly Day = Some.Today.AddMonths(1);
    private static readonly Actor Officer = new(Some.Officer, Role.Investigator, Some.OtherAgency, Some.City, null);
    private static readonly Standing Charged = new([new(Some.OtherAgency, Some.City, DutyKind.Investigation)]);
    private static readonly Case Theirs = Some.Case(CaseStatus.Closed);

    private static readonly CovertInquiry Asked = Fold(null, CovertInquiryDecider.Request(Police, Some.Officer, Some.Holder, Cause, Day, open: 0, Some.Today));

    private static readonly CovertInquiry Authorised = Fold(Asked, CovertInquiryDecider.Authorise(Asked, "second", Some.Today));

    [Fact]
    public void takes_an_authority_that_may_and_a_day_within_three_months()
    {
        CovertInquiryDecider.Request(Police with { Class = null }, Some.Officer, Some.Holder, Cause, Day, open: 0, Some.Today)
            .Refusal.ShouldBe(CovertInquiryDecider.NotEmpowered);
        On(Some.Today).ShouldBe(CovertInquiryDecider.ReleaseTooEarly);
        On(Some.Today.AddDays(1)).ShouldBeNull();
        On(Some.Today.AddMonths(3)).ShouldBeNull();
        On(Some.Today.AddMonths(3).AddDays(1)).ShouldBe(CovertInquiryDecider.ReleaseTooLate);

        static Refusal? On(DateOnly day) =>
            CovertInquiryDecider.Request(Police, Some.Officer, Some.Holder, Cause, day, open: 0, Some.Today).Refusal;
    }

    [Fact]
    public void takes_two_people_for_each_step_that_opens_or_puts_off()
    {
        CovertInquiryDecider.Authorise(Asked, Some.Officer, Some.Today).Refusal.ShouldBe(CovertInquiryDecider.OwnRequest);
        var wanted = Fold(Authorised, CovertInquiryDecider.AskToExtend(Authorised, "third", Some.Reason, Day.AddDays(9), Some.Today));
        wanted.ReleaseOn.ShouldBe(Day);
        CovertInquiryDecider.Extend(wanted, "third", Some.Today).Refusal.ShouldBe(CovertInquiryDecider.OwnRequest);
        CovertInquiryDecider.Extend(wanted, Some.Officer, Some.Today).Refusal.ShouldBe(CovertInquiryDecider.OwnRequest);
        var later = Fold(wanted, CovertInquiryDecider.Extend(wanted, "second", Some.Today));
        (later.ReleaseOn, later.Former[0], later.Wanted).ShouldBe((Day.AddDays(9), Day, null));
        CovertInquiryDecider.AskToExtend(Asked, "third", Some.Reason, Day.AddDays(9), Some.Today)
            .Refusal.ShouldBe(CovertInquiryDecider.NotAuthorised);
    }

    [Fact]
    public void is_released_by_the_day_or_by_its_end_whichever_is_first_and_for_good()
    {
        Authorised.IsReleased(Day.AddDays(-1)).ShouldBeFalse();
        Authorised.IsReleased(Day).ShouldBeTrue();
        Fold(Authorised, CovertInquiryDecider.End(Authorised, "second", Some.Today)).IsReleased(Some.Today).ShouldBeTrue();
        CovertInquiryDecider.AskToExtend(Authorised, Some.Officer, Some.Reason, Day.AddDays(1), Day)
            .Refusal.ShouldBe(CovertInquiryDecider.AlreadyReleased);
        CovertInquiryDecider.Authorise(Asked, "second", Day).Refusal.ShouldBe(CovertInquiryDecider.AlreadyReleased);
    }

    [Fact]
    public void lets_that_officer_see_that_person_s_data_and_marks_it()
    {
        var ruling = Read(Authorised, Some.Today);
        ruling.Refusal.ShouldBeNull();
        (ruling.Ground.Purpose, ruling.Ground.Step, ruling.Ground.IsCovert).ShouldBe((Purpose.CovertInquiry, $"covert/{Id}", true));
        AccessPolicy.OnLicence(Officer, Some.Licence(LicenceStatus.Revoked), Sight(Authorised, Some.Today)).Refusal.ShouldBeNull();
        AccessPolicy.OnExistence(Officer, Sight(Authorised, Some.Today), [Some.Holder]).Fields.ShouldBe([FieldTable.Existence]);
    }

    [Fact]
    public void lets_nobody_see_anything_else()
    {
        Read(Asked, Some.Today).Refusal.ShouldBe(AccessPolicy.CovertNotOpen);
        Read(null, Some.Today).Refusal.ShouldBe(AccessPolicy.CovertNotOpen);
        Read(Authorised, Day).Refusal.ShouldBe(AccessPolicy.CovertNotOpen);
        Read(Authorised, Some.Today, Officer with { Id = "colleague" }).Refusal.ShouldBe(AccessPolicy.CovertNotOpen);
        Read(Authorised with { Subject = Some.Stranger }, Some.Today).Refusal.ShouldBe(AccessPolicy.CovertNotOpen);
        AccessPolicy.OnCase(Officer, Theirs, new([], Covert: CovertSight.Of(Id, Authorised, Officer, Some.Today)))
            .Refusal.ShouldBe(AccessPolicy.CovertNotOpen);
        AccessPolicy.OnCase(Officer, Theirs, Charged).Refusal.ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.OnExistence(Officer, Sight(Authorised, Some.Today), [Some.Holder, Some.Stranger]).Refusal.ShouldBe(AccessPolicy.NotYours);
    }

    [Fact]
    public void is_asked_for_a_hundred_times_about_one_person_at_most()
    {
        CovertInquiryDecider.Request(Police, Some.Officer, Some.Holder, Cause, Day, open: 99, Some.Today).Refusal.ShouldBeNull();
        CovertInquiryDecider.Request(Police, Some.Officer, Some.Holder, Cause, Day, open: 100, Some.Today).Refusal
            .ShouldBe(CovertInquiryDecider.TooMany);
    }

    [Fact]
    public void seals_what_is_refused_only_under_the_officer_s_own_inquiry_about_that_person()
    {
        Read(Asked, Some.Today).Ground.IsCovert.ShouldBeTrue();
        Read(null, Some.Today).Ground.IsCovert.ShouldBeFalse();
        Read(Authorised, Some.Today, Officer with { Id = "colleague" }).Ground.IsCovert.ShouldBeFalse();
        Read(Authorised with { Subject = Some.Stranger }, Some.Today).Ground.IsCovert.ShouldBeFalse();
        Read(Authorised, Day).Ground.IsCovert.ShouldBeFalse();
    }

    private static Standing Sight(CovertInquiry? inquiry, DateOnly today, Actor? actor = null) =>
        Charged with { Covert = CovertSight.Of(Id, inquiry, actor ?? Officer, today) };

    private static AccessRuling Read(CovertInquiry? inquiry, DateOnly today, Actor? actor = null) =>
        AccessPolicy.OnCase(actor ?? Officer, Theirs, Sight(inquiry, today, actor));

    private static CovertInquiry Fold(CovertInquiry? state, Decision<CovertInquiryEvent> decision) =>
        CovertInquiry.Evolve(state, Id, decision.Events.ShouldHaveSingleItem());
}
