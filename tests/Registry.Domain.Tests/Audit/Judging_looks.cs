using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Registry.Domain.Audit;
using Registry.Domain.Calendar;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Audit;

public sealed class Judging_looks
{
    // A Monday of work, 10:00 in Hefei.
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);
    private static readonly AuditRuleId Rule = AuditRuleId.Of(new Guid("00000000-0000-4000-8000-000000000009"));
    private static readonly AuditTerms Hours = new(AuditRuleKind.OffHours, null, new TimeOnly(8, 30), new TimeOnly(17, 30));

    [Theory]
    [InlineData("case/1/Accepted", false, false)]
    [InlineData("licence/1/InForce", false, false)]
    [InlineData("objection/1", false, false)]
    [InlineData("covert/1", false, false)]
    [InlineData("sharing-grant/1", false, false)]
    [InlineData("licence-batch/1", false, false)]
    [InlineData("licence-batch", false, true)]
    [InlineData("sharing-grants", false, true)]
    [InlineData("covert-inquiry", false, true)]
    [InlineData("subjects/search", false, true)]
    [InlineData("emergency/1", false, true)]
    [InlineData("caseload/1", false, true)]
    [InlineData(null, false, true)]
    [InlineData("subjects/search", true, false)]
    public void finds_what_was_shown_without_a_case(string? step, bool refused, bool found) =>
        Found(new(AuditRuleKind.WithoutCase), Look(Monday) with { Step = step, Refused = refused }).ShouldBe(found);

    [Theory]
    [InlineData("2026-11-23T08:29:59+08:00", true)]
    [InlineData("2026-11-23T08:30:00+08:00", false)]
    [InlineData("2026-11-23T17:29:59+08:00", false)]
    [InlineData("2026-11-23T17:30:00+08:00", true)]
    [InlineData("2026-11-22T10:00:00+08:00", true)] // a Sunday
    [InlineData("2026-10-01T10:00:00+08:00", true)] // National Day, a Thursday
    [InlineData("2026-10-10T10:00:00+08:00", false)] // a Saturday that is worked
    [InlineData("2026-11-23T01:00:00Z", false)] // 09:00 there
    public void finds_what_is_off_the_hours_of_a_working_day(string at, bool found) =>
        Found(Hours, Look(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(found);

    [Fact]
    public void finds_a_watched_person_among_several_whoever_looks_and_a_refused_attempt_too()
    {
        Listing[] watched = [new(null, new("vip"), Monday, null)];
        var terms = new AuditTerms(AuditRuleKind.WatchedPerson);
        Found(terms, Look(Monday, "a", "vip"), watched).ShouldBeTrue();
        Found(terms, Look(Monday, "vip") with { Refused = true }, watched).ShouldBeTrue();
        Found(terms, Look(Monday, "a"), watched).ShouldBeFalse();
        Found(terms, Look(Monday.AddTicks(-1), "vip"), watched).ShouldBeFalse();
        Found(terms, Look(Monday.AddHours(1), "vip"), [watched[0] with { Until = Monday.AddHours(1) }]).ShouldBeFalse();
    }

    [Fact]
    public void finds_an_officer_who_looks_at_their_own_relations_and_at_nobody_elses()
    {
        Listing[] related = [new("officer", new("cousin"), Monday, null)];
        var terms = new AuditTerms(AuditRuleKind.RelatedPerson);
        Found(terms, Look(Monday, "cousin"), related).ShouldBeTrue();
        Found(terms, Look(Monday, "cousin") with { Officer = "colleague" }, related).ShouldBeFalse();
        Found(new(AuditRuleKind.WatchedPerson), Look(Monday, "cousin"), related).ShouldBeFalse();
    }

    [Fact]
    public void goes_by_the_version_that_was_in_force_when_it_happened()
    {
        var change = Monday.AddHours(1);
        var judge = Judge(
        [
            new(Rule, 1, new(AuditRuleKind.WithoutCase), Monday, change),
            new(Rule, 2, new(AuditRuleKind.WithoutCase, Some.OtherAgency), change, Monday.AddHours(2)),
        ]);
        Look Without(DateTimeOffset at, Uscc agency) => Look(at) with { Step = null, Agency = agency };
        judge.Judge(Without(Monday.AddTicks(-1), Some.Agency)).ShouldBeEmpty();
        judge.Judge(Without(Monday, Some.Agency)).Single().Fact.RuleVersion.ShouldBe(1);
        judge.Judge(Without(change, Some.Agency)).ShouldBeEmpty();
        judge.Judge(Without(change, Some.OtherAgency)).Single().Fact.RuleVersion.ShouldBe(2);
        judge.Judge(Without(Monday.AddHours(2), Some.OtherAgency)).ShouldBeEmpty();
    }

    [Fact]
    public void names_the_look_once_however_often_it_is_judged()
    {
        var look = Look(Monday) with { Step = null };
        var judge = Judge([new(Rule, 1, new(AuditRuleKind.WithoutCase), Monday, null)]);
        var suspicion = judge.Judge(look).Single();
        suspicion.Fact.Accesses.ShouldBe([look.Event]);
        suspicion.Fact.Officer.ShouldBe("officer");
        suspicion.Fact.At.ShouldBe(Monday);
        judge.Judge(look).Single().Id.ShouldBe(suspicion.Id);
        judge.Judge(Look(Monday) with { Step = null }).Single().Id.ShouldNotBe(suspicion.Id);
    }

    [Fact]
    public void counts_different_persons_not_looks_and_names_the_look_at_each()
    {
        Look[] looks = [Look(Monday, "a"), Look(Monday.AddMinutes(1), "a"), Look(Monday.AddMinutes(2), "b", "c"), Look(Monday.AddMinutes(3), "d")];
        Together(new(AuditRuleKind.MassLookUp, MostPersons: 3, WithinMinutes: 10), looks).Single().Fact.Accesses
            .ShouldBe([looks[0].Event, looks[2].Event, looks[3].Event]);
        Together(new(AuditRuleKind.MassLookUp, MostPersons: 4, WithinMinutes: 10), looks).ShouldBeEmpty();
        Together(new(AuditRuleKind.MassLookUp, MostPersons: 3, WithinMinutes: 2), looks).ShouldBeEmpty();
    }

    /// <summary>Against the plainest reckoning, in whatever order and beside whatever else the looks come.</summary>
    [Property]
    public Property finds_mass_look_ups_wherever_they_are(NonEmptyArray<byte> minutes, PositiveInt most, PositiveInt within)
    {
        var terms = new AuditTerms(AuditRuleKind.MassLookUp, MostPersons: 1 + most.Get % 5, WithinMinutes: 1 + within.Get % 60);
        var looks = minutes.Get.Select((minute, i) => Look(Monday.AddMinutes(minute), $"p{(minute + i) % 7}")).ToArray();
        var window = TimeSpan.FromMinutes(terms.WithinMinutes!.Value);
        var expected = looks.Where(end => looks.Where(one => one.At > end.At - window && (one.At < end.At || one.At == end.At && one.Event.CompareTo(end.Event) <= 0))
            .SelectMany(one => one.Subjects).Distinct().Count() > terms.MostPersons)
            .Select(end => end.At.UtcTicks / window.Ticks).ToHashSet();

        var found = Together(terms, looks);
        var again = Together(terms, [.. looks.Reverse(), Look(Monday.AddDays(-1), "long ago")]);
        return (found.Count == expected.Count && found.Select(one => one.Id).ToHashSet().SetEquals(again.Select(one => one.Id))
            && found.All(one => expected.Contains(one.Fact.At.UtcTicks / window.Ticks)
                && one.Fact.Accesses.Count > terms.MostPersons)).ToProperty();
    }

    [Theory]
    [InlineData(AuditRuleKind.WithoutCase, null, null, null, null, null)]
    [InlineData(AuditRuleKind.WithoutCase, "08:30", null, null, null, "opensAt")]
    [InlineData(AuditRuleKind.WatchedPerson, null, null, 1, null, "mostPersons")]
    [InlineData(AuditRuleKind.OffHours, "08:30", "17:30", null, null, null)]
    [InlineData(AuditRuleKind.OffHours, null, "17:30", null, null, "opensAt")]
    [InlineData(AuditRuleKind.OffHours, "17:30", "17:30", null, null, "closesAt")]
    [InlineData(AuditRuleKind.OffHours, "08:30", "17:30", null, 5, "withinMinutes")]
    [InlineData(AuditRuleKind.MassLookUp, null, null, 1000, 1440, null)]
    [InlineData(AuditRuleKind.MassLookUp, null, null, 0, 60, "mostPersons")]
    [InlineData(AuditRuleKind.MassLookUp, null, null, 1001, 60, "mostPersons")]
    [InlineData(AuditRuleKind.MassLookUp, null, null, 20, 1441, "withinMinutes")]
    [InlineData(AuditRuleKind.MassLookUp, null, "17:30", 20, 60, "closesAt")]
    [InlineData((AuditRuleKind)77, null, null, null, null, "kind")]
    public void goes_by_terms_that_fit_their_kind(AuditRuleKind kind, string? opens, string? closes, int? most, int? within, string? fault) =>
        new AuditTerms(kind, null, Time(opens), Time(closes), most, within).FindFault().ShouldBe(fault);

    private static TimeOnly? Time(string? text) =>
        text is null ? null : TimeOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static bool Found(AuditTerms terms, Look look, params Listing[] listings) =>
        new AuditJudge(new([new(Rule, 1, terms, DateTimeOffset.MinValue, null)], listings), WorkingDayCalendar.China).Judge(look).Any();

    private static IReadOnlyList<Suspicion> Together(AuditTerms terms, params Look[] looks) =>
        [.. Judge([new(Rule, 1, terms, DateTimeOffset.MinValue, null)]).JudgeTogether(looks)];

    private static AuditJudge Judge(IReadOnlyList<RuleVersion> rules) => new(new(rules, []), WorkingDayCalendar.China);

    private static Look Look(DateTimeOffset at, params string[] persons) => new(
        Guid.NewGuid(), at, "officer", Some.Agency, "case/1/Accepted", Refused: false, [.. persons.Select(person => new SubjectTag(person))]);
}
