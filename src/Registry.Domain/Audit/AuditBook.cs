using Registry.Domain.Personal;

namespace Registry.Domain.Audit;

/// <summary>One version of a rule and the time in which looks are judged by it.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="Until">The moment after its last; null while it is in force.</param>
public sealed record RuleVersion(AuditRuleId Rule, int Number, AuditTerms Terms, DateTimeOffset From, DateTimeOffset? Until)
{
    public bool Judges(Look look) =>
        From <= look.At && (Until is null || look.At < Until) && (Terms.Agency is null || Terms.Agency == look.Agency);
}

/// <summary>The time in which a person was on a list.</summary>
/// <param name="Officer">To whom the person is related; null for a watched one.</param>
public sealed record Listing(string? Officer, SubjectTag Person, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>All rules and lists, with their times: what a look is judged by is what was in force when it happened, however late it is judged.</summary>
public sealed class AuditBook(IReadOnlyList<RuleVersion> rules, IEnumerable<Listing> listings)
{
    private readonly ILookup<(string?, SubjectTag), Listing> listings = listings.ToLookup(one => (one.Officer, one.Person));

    public IReadOnlyList<RuleVersion> Rules => rules;

    /// <summary>How far apart two looks can be that one rule counts together; zero where none counts.</summary>
    public TimeSpan LongestWindow => rules.Max(rule => (TimeSpan?)TimeSpan.FromMinutes(rule.Terms.WithinMinutes ?? 0)) ?? TimeSpan.Zero;

    /// <param name="officer">Null asks for the watched ones.</param>
    public bool Lists(string? officer, SubjectTag person, DateTimeOffset at) =>
        listings[(officer, person)].Any(one => one.From <= at && (one.Until is null || at < one.Until));

    /// <summary>One rule's last version alone, as if it and the lists as they are had been in force in that time: to judge the past by.</summary>
    public AuditBook During(AuditRuleId rule, DateTimeOffset from, DateTimeOffset until) => new(
        [.. rules.Where(one => one.Rule == rule).OrderBy(one => one.Number).TakeLast(1).Select(one => one with { From = from, Until = until })],
        listings.SelectMany(one => one).Where(one => one.Until is null).Select(one => one with { From = DateTimeOffset.MinValue }));
}
