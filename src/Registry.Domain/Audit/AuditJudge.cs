using Registry.Domain.Calendar;

namespace Registry.Domain.Audit;

/// <summary>What the judge holds to be worth a person's attention.</summary>
/// <param name="Id">Follows from what it is about: judged again, it is the same finding.</param>
public sealed record Suspicion(FindingId Id, FindingEvent.Raised Fact);

/// <summary>Judges looks by the rules of a book. Pure: the same looks and book give the same findings, in any order and portion.</summary>
public sealed class AuditJudge(AuditBook book, WorkingDayCalendar calendar)
{
    // China has one time and since 1991 no summer time.
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    /// <summary>What the rules that judge each look by itself find.</summary>
    public IEnumerable<Suspicion> Judge(Look look) =>
        from rule in book.Rules
        where rule.Judges(look) && Finds(rule.Terms, look)
        select new Suspicion(FindingId.Of(rule.Rule, look.Event), Raise(rule, look, [look.Event]));

    /// <summary>What the rules find that count an officer's looks together: at most one finding in a stretch as long as the rule's window.</summary>
    /// <param name="looks">All of one officer's from as long before what is to be judged as <see cref="AuditBook.LongestWindow"/> says.</param>
    public IEnumerable<Suspicion> JudgeTogether(IEnumerable<Look> looks)
    {
        var inOrder = looks.OrderBy(look => look.At).ThenBy(look => look.Event).ToList();
        return book.Rules.Where(rule => rule.Terms.Kind is AuditRuleKind.MassLookUp)
            .SelectMany(rule => Count(rule, inOrder.Where(rule.Judges))).DistinctBy(suspicion => suspicion.Id);
    }

    private bool Finds(AuditTerms terms, Look look) => terms.Kind switch
    {
        AuditRuleKind.WithoutCase => !look.Refused && !look.HasCase,
        AuditRuleKind.OffHours => !IsAtWork(terms, look.At.ToOffset(Shanghai)),
        AuditRuleKind.WatchedPerson => look.Subjects.Any(person => book.Lists(officer: null, person, look.At)),
        AuditRuleKind.RelatedPerson => look.Subjects.Any(person => book.Lists(look.Officer, person, look.At)),
        _ => false,
    };

    private bool IsAtWork(AuditTerms terms, DateTimeOffset local) =>
        calendar.IsWorkingDay(DateOnly.FromDateTime(local.DateTime))
        && TimeOnly.FromDateTime(local.DateTime) is var time && terms.OpensAt <= time && time < terms.ClosesAt;

    private static IEnumerable<Suspicion> Count(RuleVersion rule, IEnumerable<Look> looks)
    {
        var length = TimeSpan.FromMinutes(rule.Terms.WithinMinutes!.Value);
        var window = new LookWindow(length);
        foreach (var look in looks)
        {
            window.Add(look);
            if (window.Persons > rule.Terms.MostPersons)
                yield return new(
                    FindingId.Of(rule.Rule, rule.Number, look.Officer, look.At.UtcTicks / length.Ticks),
                    Raise(rule, look, window.FirstLooks()));
        }
    }

    private static FindingEvent.Raised Raise(RuleVersion rule, Look look, IReadOnlyList<Guid> accesses) =>
        new(rule.Rule, rule.Number, rule.Terms.Kind, look.Officer, look.Agency, look.At, accesses);
}
