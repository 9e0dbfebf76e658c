using Registry.Domain.Access;
using Registry.Domain.Calendar;
using Registry.Domain.Delegations;
using Registry.Domain.Directory;
using Registry.Domain.Objections;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Objections;

public sealed class Objecting
{
    private const string Dpo = "dpo";
    private static readonly Guid Access = new("00000000-0000-7000-8000-000000000002");
    private static readonly ObjectionId Id = ObjectionId.Of(Access, Some.Holder, 1);
    private static readonly Objection Raised = Objection.Evolve(null, Id, Raise().Events[0]);
    private static readonly Objection Taken = Objection.Evolve(Raised, Id, ObjectionDecider.Take(Raised, Dpo, Some.Today).Events[0]);
    private static readonly Standing Charged = new([new(Some.Agency, Some.City, DutyKind.DataProtection)]);
    private static readonly Actor Answering = new(Dpo, Role.DataProtectionOfficer, Some.Agency, Some.City, Subject: null);

    [Fact]
    public void is_answered_within_fifteen_working_days() =>
        Raise().Events[0].ShouldBeOfType<ObjectionEvent.Raised>().DueBy.ShouldBe(new DateOnly(2026, 12, 14));

    [Fact]
    public void is_answered_within_thirty_days_whatever_holidays_come_between()
    {
        var calendar = WorkingDayCalendar.China;
        for (var day = new DateOnly(calendar.Years[0], 1, 1); day.Year <= calendar.Years[^1]; day = day.AddDays(1))
            calendar.AddWorkingDays(day, ObjectionDecider.WorkingDays).ShouldBeLessThanOrEqualTo(day.AddDays(30));
    }

    [Fact]
    public void happens_once_at_a_time()
    {
        Raise(pending: true).Refusal.ShouldBe(ObjectionDecider.AlreadyOpen);
        ObjectionId.Of(Access, Some.Holder, 1).ShouldBe(Id);
        ObjectionId.Of(Access, Some.Holder, 2).ShouldNotBe(Id);
        ObjectionId.Of(Access, Some.Stranger, 1).ShouldNotBe(Id);
    }

    [Fact]
    public void happens_so_often_for_one_access()
    {
        Raise(earlier: ObjectionDecider.MostOfOne - 1).Events.Count.ShouldBe(1);
        Raise(earlier: ObjectionDecider.MostOfOne).Refusal.ShouldBe(ObjectionDecider.TooMany);
    }

    [Fact]
    public void is_answered_by_who_took_it_and_never_by_who_looked()
    {
        ObjectionDecider.Take(Raised, Some.Officer, Some.Today).Refusal.ShouldBe(ObjectionDecider.OfficerConcerned);
        ObjectionDecider.Take(Taken, Dpo, Some.Today).Refusal.ShouldBe(ObjectionDecider.AlreadyTaken);
        Answer(Raised, Dpo).Refusal.ShouldBe(ObjectionDecider.NotTaken);
        Answer(Taken, "colleague").Refusal.ShouldBe(ObjectionDecider.NotTaken);
        Answer(Taken with { TakenBy = Some.Officer }, Some.Officer).Refusal.ShouldBe(ObjectionDecider.OfficerConcerned);
        Answer(Taken, Dpo).Refusal.ShouldBeNull();
        var over = Objection.Evolve(Taken, Id, ObjectionDecider.Take(Taken, "colleague", Some.Today).Events[0]);
        Answer(over, Dpo).Refusal.ShouldBe(ObjectionDecider.NotTaken);
        Answer(over, "colleague").Refusal.ShouldBeNull();
    }

    [Fact]
    public void is_not_left_without_a_measure_where_the_access_was_unlawful()
    {
        Answer(Taken, Dpo, ObjectionFinding.Unlawful).Refusal.ShouldBe(ObjectionDecider.MeasureMissing);
        Answer(Taken, Dpo, ObjectionFinding.Unlawful, ObjectionMeasure.DutyEnded).Refusal.ShouldBeNull();
        Answer(Taken, Dpo, ObjectionFinding.CannotTell).Refusal.ShouldBeNull();
    }

    [Fact]
    public void is_over_once_it_is_answered_or_withdrawn()
    {
        Objection[] closed =
        [
            Objection.Evolve(Taken, Id, Answer(Taken, Dpo).Events[0]),
            Objection.Evolve(Raised, Id, ObjectionDecider.Withdraw(Raised, Some.Today).Events[0]),
        ];
        foreach (var one in closed)
        {
            ObjectionDecider.Take(one, Dpo, Some.Today).Refusal.ShouldBe(ObjectionDecider.NotOpen);
            Answer(one, Dpo).Refusal.ShouldBe(ObjectionDecider.NotOpen);
            ObjectionDecider.Withdraw(one, Some.Today).Refusal.ShouldBe(ObjectionDecider.NotOpen);
            AccessPolicy.OnObjection(Answering, one, Charged).Refusal.ShouldBe(AccessPolicy.ObjectionClosed);
        }
        Should.Throw<CorruptStreamException>(() => Objection.Evolve(null, Id, new ObjectionEvent.Withdrawn(Some.Today)));
    }

    [Fact]
    public void is_read_by_the_person_and_by_the_agency_s_data_protection_officer()
    {
        var person = new Actor("person", Role.Citizen, null, null, Some.Holder);
        AccessPolicy.OnObjection(person, Raised, Standing.None).Ground.Purpose.ShouldBe(Purpose.OwnRequest);
        AccessPolicy.OnObjection(person with { Subject = Some.Stranger }, Raised, Standing.None).Refusal.ShouldBe(AccessPolicy.NotYours);
        var ruling = AccessPolicy.OnObjection(Answering, Raised, Charged);
        ruling.Ground.ShouldBe(Ground.ObjectionHandling($"objection/{Id}"));
        ruling.Fields.ShouldBe([FieldTable.Remarks]);

        Refused(Answering, Standing.None).ShouldBe(AccessPolicy.DutyNotHeld);
        Refused(Answering with { Agency = Some.OtherAgency }, Charged).ShouldBe(AccessPolicy.NotYours);
        Refused(Answering with { Role = Role.Supervisor }, Charged).ShouldBe(AccessPolicy.NotYours);
        Refused(Answering with { Role = Role.Administrator }, Charged).ShouldBe(AccessPolicy.NotYours);
        Refused(Answering with { Id = Some.Officer }, Charged).ShouldBe(ObjectionDecider.OfficerConcerned);
    }

    [Fact]
    public void is_answered_by_the_authority_where_who_looked_belongs_to_no_agency()
    {
        var toAuditor = Raised with { Agency = null, Officer = "auditor" };
        var administrator = new Actor("administrator", Role.Administrator, null, Some.City, null);
        var above = new Standing([], Protectors: [new(Some.Agency, "protector")]);
        AccessPolicy.RefuseAnswering(administrator, toAuditor, above).ShouldBeNull();
        AccessPolicy.RefuseAnswering(administrator, toAuditor, Standing.None).ShouldBe(AccessPolicy.NotYours, "nobody looked who there is");
        AccessPolicy.RefuseAnswering(Answering, toAuditor, Charged).ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.RefuseAnswering(administrator with { Id = "auditor" }, toAuditor, Standing.None)
            .ShouldBe(ObjectionDecider.OfficerConcerned);
    }

    [Fact]
    public void goes_up_where_nobody_in_the_agency_can_answer()
    {
        var administrator = new Actor("administrator", Role.Administrator, null, Some.City, null);
        RefusedAbove(new Protector(Some.Agency, "protector")).ShouldBe(AccessPolicy.NotYours);
        RefusedAbove(new Protector(Some.OtherAgency, "protector")).ShouldBeNull();
        RefusedAbove(new Protector(Some.Agency, Some.Officer)).ShouldBeNull("who looked is the only one");
        RefusedAbove(new Protector(Some.Agency, Some.Officer), new Protector(Some.Agency, "protector")).ShouldBe(AccessPolicy.NotYours);
        AccessPolicy.RefuseAnswering(Answering, Raised, new Standing([], Protectors: [])).ShouldBe(AccessPolicy.DutyNotHeld);

        Refusal? RefusedAbove(params Protector[] protectors) =>
            AccessPolicy.RefuseAnswering(administrator, Raised, new Standing([], Protectors: protectors));
    }

    [Fact]
    public void is_read_under_a_delegation_that_covers_it()
    {
        var @delegate = new Actor("delegate", Role.Citizen, null, null, Some.Stranger);
        AccessPolicy.OnObjection(@delegate, Raised, Entrusted(DelegatedPurpose.ObjectToAccesses)).Refusal.ShouldBeNull();
        AccessPolicy.OnObjection(@delegate, Raised, Entrusted(DelegatedPurpose.ReadAccesses)).Refusal
            .ShouldBe(AccessPolicy.DelegationNotValid);
    }

    private static Decision<ObjectionEvent> Raise(bool pending = false, int earlier = 0) => ObjectionDecider.Raise(
        Some.Holder, Access, Some.Agency, Some.Officer, Some.Reason, earlier, pending, WorkingDayCalendar.China, Some.Today);

    private static Decision<ObjectionEvent> Answer(
        Objection objection, string by, ObjectionFinding finding = ObjectionFinding.Lawful, ObjectionMeasure measure = ObjectionMeasure.None) =>
        ObjectionDecider.Answer(objection, by, finding, measure, Some.Reason, Some.Today);

    private static Refusal? Refused(Actor actor, Standing standing) => AccessPolicy.OnObjection(actor, Raised, standing).Refusal;

    private static Standing Entrusted(DelegatedPurpose purpose) =>
        new([], new Mandate(DelegationId.Of(Guid.Empty), Some.Holder, [purpose]));
}
