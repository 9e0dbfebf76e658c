using Registry.Domain.Audit;
using Registry.Domain.Personal;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Audit;

public sealed class Deciding_on_findings_and_rules
{
    private static readonly AuditRuleId Id = AuditRuleId.Of(new Guid("00000000-0000-4000-8000-000000000009"));
    private static readonly Personal<Remark> Reason = Personal<Remark>.Of(new("staff"), Some.Reason);
    private static readonly AuditTerms Terms = new(AuditRuleKind.WithoutCase);

    private static readonly Finding Open = Finding.Evolve(
        null, FindingId.Of(Id, Guid.Empty), new FindingEvent.Raised(Id, 1, Terms.Kind, "officer", Some.Agency, DateTimeOffset.UnixEpoch, []));

    [Fact]
    public void a_finding_is_closed_once_and_by_somebody_else()
    {
        FindingDecider.Close(Open, "officer", FindingConclusion.Justified, Reason).Refusal.ShouldBe(FindingDecider.OwnLooks);
        var closed = Finding.Evolve(Open, Open.Id, FindingDecider.Close(Open, "auditor", FindingConclusion.FalseAlarm, Reason).Events[0]);
        closed.IsOpen.ShouldBeFalse();
        FindingDecider.Close(closed, "auditor", FindingConclusion.Justified, Reason).Refusal.ShouldBe(FindingDecider.AlreadyClosed);
        Should.Throw<CorruptStreamException>(() => Finding.Evolve(null, Open.Id, new FindingEvent.Closed("x", default, Reason)));
    }

    [Fact]
    public void a_rule_keeps_its_kind_and_ends_once()
    {
        var rule = AuditRule.Evolve(null, Id, new AuditRuleEvent.Defined(Terms));
        AuditRuleDecider.Change(rule, new(AuditRuleKind.WatchedPerson)).Refusal.ShouldBe(AuditRuleDecider.OtherKind);
        AuditRuleDecider.Change(rule, Terms with { Agency = Some.Agency }).Events.Count.ShouldBe(1);
        var retired = AuditRule.Evolve(rule, Id, AuditRuleDecider.Retire(rule, Some.Today).Events[0]);
        AuditRuleDecider.Change(retired, Terms).Refusal.ShouldBe(AuditRuleDecider.Retired);
        AuditRuleDecider.Retire(retired, Some.Today).Refusal.ShouldBe(AuditRuleDecider.Retired);
        Should.Throw<CorruptStreamException>(() => AuditRule.Evolve(null, Id, new AuditRuleEvent.Changed(Terms)));
    }

    [Fact]
    public void a_rule_has_so_many_versions_and_can_still_be_retired()
    {
        var rule = AuditRule.Evolve(null, Id, new AuditRuleEvent.Defined(Terms));
        for (var version = 1; version < AuditRuleDecider.MostVersions; version++)
            rule = AuditRule.Evolve(rule, Id, AuditRuleDecider.Change(rule, Terms).Events[0]);
        AuditRuleDecider.Change(rule, Terms).Refusal.ShouldBe(AuditRuleDecider.VersionsTooMany);
        AuditRuleDecider.Retire(rule, Some.Today).Events.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(null, PersonListDecider.MostWatched)]
    [InlineData("officer", PersonListDecider.MostRelated)]
    public void a_list_has_so_many_persons_until_one_is_removed(string? officer, int most)
    {
        var id = officer is null ? PersonListId.Watched(Some.City) : PersonListId.RelatedTo(Some.City, officer);
        var persons = Enumerable.Range(0, most).Select(one => new SubjectTag($"person-{one}")).ToList();
        var almost = new PersonList(id, officer, [.. persons.Skip(1)]);
        var full = PersonList.Evolve(almost, id, PersonListDecider.Add(almost, officer, persons[0]).Events[0]);
        PersonListDecider.Add(full, officer, Some.Holder).Refusal.ShouldBe(PersonListDecider.TooMany);
        PersonListDecider.Add(full, officer, persons[1]).Refusal.ShouldBe(PersonListDecider.AlreadyListed);
        var without = PersonList.Evolve(full, id, PersonListDecider.Remove(full, persons[1]).Events[0]);
        PersonListDecider.Add(without, officer, Some.Holder).Events.Count.ShouldBe(1);
    }

    [Fact]
    public void a_person_is_on_a_list_once_and_comes_back_after_removal()
    {
        var id = PersonListId.Watched(Some.City);
        PersonListDecider.Remove(null, Some.Holder).Refusal.ShouldBe(PersonListDecider.NotListed);
        var list = PersonList.Evolve(null, id, PersonListDecider.Add(null, null, Some.Holder).Events[0]);
        PersonListDecider.Add(list, null, Some.Holder).Refusal.ShouldBe(PersonListDecider.AlreadyListed);
        PersonListDecider.Remove(list, Some.Stranger).Refusal.ShouldBe(PersonListDecider.NotListed);
        var without = PersonList.Evolve(list, id, PersonListDecider.Remove(list, Some.Holder).Events[0]);
        PersonListDecider.Add(without, null, Some.Holder).Events.Count.ShouldBe(1);
        PersonListId.RelatedTo(Some.City, "a").ShouldNotBe(PersonListId.RelatedTo(Some.City, "b"));
    }
}
