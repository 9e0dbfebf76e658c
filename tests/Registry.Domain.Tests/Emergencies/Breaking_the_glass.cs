using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Directory;
using Registry.Domain.Emergencies;
using Shouldly;
using Xunit;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Domain.Tests.Emergencies;

public sealed class Breaking_the_glass
{
    private static readonly EmergencyId Id = EmergencyId.Of(new Guid("00000000-0000-4000-8000-000000000003"));
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly Case Theirs = Some.Case(CaseStatus.Closed) with { Officer = "colleague" };
    private static readonly Actor Officer = new(Some.Officer, Role.Caseworker, Some.Agency, Some.City, null);
    private static readonly Standing Charged = new([new(Some.Agency, Some.City, DutyKind.CaseHandling)]);

    private static readonly Emergency Asked =
        Emergency.Evolve(null, Id, EmergencyDecider.Ask(Theirs, Some.Officer, Some.Reason).Events[0]);

    private static readonly Emergency Released =
        Emergency.Evolve(Asked, Id, EmergencyDecider.Release(Asked, "supervisor", Now).Events[0]);

    [Fact]
    public void takes_two_people_and_happens_once()
    {
        EmergencyDecider.Release(Asked, Some.Officer, Now).Refusal.ShouldBe(EmergencyDecider.OwnRequest);
        EmergencyDecider.Release(Released, "dpo", Now).Refusal.ShouldBe(EmergencyDecider.AlreadyReleased);
        Should.Throw<CorruptStreamException>(() => Emergency.Evolve(null, Id, new EmergencyEvent.Released("x", Now)));
    }

    [Fact]
    public void shows_everything_of_that_case_to_that_officer_for_some_minutes_and_is_marked()
    {
        var ruling = Read(Released, Now.AddMinutes(14));
        ruling.Refusal.ShouldBeNull();
        ruling.Ground.ShouldBe(Ground.BreakGlass($"emergency/{Id}"));
        ruling.Allows(FieldTable.Phone).ShouldBeTrue();
    }

    [Fact]
    public void shows_nothing_before_the_release_after_the_minutes_to_others_or_of_other_cases()
    {
        Read(Asked, Now).Refusal.ShouldBe(AccessPolicy.EmergencyNotOpen);
        Read(null, Now).Refusal.ShouldBe(AccessPolicy.EmergencyNotOpen);
        Read(Released, Now.AddMinutes(15)).Refusal.ShouldBe(AccessPolicy.EmergencyNotOpen);
        Read(Released, Now, Officer with { Id = "thief" }).Refusal.ShouldBe(AccessPolicy.EmergencyNotOpen);
        Read(Released with { Case = CaseId.Of(Guid.Empty) }, Now).Refusal.ShouldBe(AccessPolicy.EmergencyNotOpen);
        Read(Released, Now, Officer with { Agency = Some.OtherAgency }).Refusal.ShouldBe(AccessPolicy.EmergencyNotOpen);
    }

    [Fact]
    public void can_be_over_before_its_time_and_before_anybody_released_it()
    {
        var ended = Emergency.Evolve(Released, Id, EmergencyDecider.End(Released, "dpo", Now.AddMinutes(3)).Events[0]);
        Read(ended, Now.AddMinutes(4)).Refusal.ShouldBe(AccessPolicy.EmergencyNotOpen);
        EmergencyDecider.End(ended, Some.Officer, Now.AddMinutes(4)).Refusal.ShouldBe(EmergencyDecider.Over);
        EmergencyDecider.End(Released, Some.Officer, Now.AddMinutes(15)).Refusal.ShouldBe(EmergencyDecider.Over);
        var withdrawn = Emergency.Evolve(Asked, Id, EmergencyDecider.End(Asked, Some.Officer, Now).Events[0]);
        EmergencyDecider.Release(withdrawn, "dpo", Now).Refusal.ShouldBe(EmergencyDecider.Over);
    }

    [Fact]
    public void shows_nothing_to_an_officer_who_was_suspended_since() =>
        AccessPolicy.OnCase(Officer, Theirs, new([], Glass: GlassBreak.Of(Id, Released, Some.Officer, Now)))
            .Refusal.ShouldBe(AccessPolicy.EmergencyNotOpen);

    private static AccessRuling Read(Emergency? emergency, DateTimeOffset now, Actor? actor = null) => AccessPolicy.OnCase(
        actor ?? Officer, Theirs, Charged with { Glass = GlassBreak.Of(Id, emergency, (actor ?? Officer).Id, now) });
}
