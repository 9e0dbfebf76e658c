using Registry.Domain.Identifiers;

namespace Registry.Domain.Audit;

/// <summary>What a rule finds. Judged are looks by staff and attempts that were refused; never who looks at the looks.</summary>
public enum AuditRuleKind
{
    /// <summary>A look that was granted and whose step is no case, licence, objection or covert inquiry: a search, an emergency, an erasure.</summary>
    WithoutCase,

    /// <summary>Outside the hours of a working day, where the city is.</summary>
    OffHours,

    /// <summary>More different persons by one officer within some minutes than anybody needs.</summary>
    MassLookUp,

    /// <summary>A person on the authority's list of watched ones.</summary>
    WatchedPerson,

    /// <summary>A person on the list of those related to the officer who looks (《公务员法》第七十六条, 回避).</summary>
    RelatedPerson,
}

/// <summary>A rule as data. Members that its kind does not use are absent.</summary>
/// <param name="Agency">Whose officers; null for everybody's.</param>
/// <param name="OpensAt">Of <see cref="AuditRuleKind.OffHours"/>: when work begins.</param>
/// <param name="ClosesAt">When it ends; later than it begins.</param>
/// <param name="MostPersons">Of <see cref="AuditRuleKind.MassLookUp"/>: so many are still no finding; 1 to 1,000.</param>
/// <param name="WithinMinutes">1 to 1,440.</param>
public sealed record AuditTerms(
    AuditRuleKind Kind, Uscc? Agency = null, TimeOnly? OpensAt = null, TimeOnly? ClosesAt = null, int? MostPersons = null,
    int? WithinMinutes = null)
{
    private const int Persons = 1000;
    private const int MinutesOfADay = 24 * 60;

    /// <summary>The name of the first member that does not fit the kind; null when all do.</summary>
    public string? FindFault() =>
        !Enum.IsDefined(Kind) ? "kind"
        : Kind is AuditRuleKind.OffHours ? OpensAt is null ? "opensAt" : ClosesAt is null || ClosesAt <= OpensAt ? "closesAt" : Unused(mass: true)
        : Kind is AuditRuleKind.MassLookUp
            ? MostPersons is not (>= 1 and <= Persons) ? "mostPersons"
                : WithinMinutes is not (>= 1 and <= MinutesOfADay) ? "withinMinutes"
                : Unused(hours: true)
        : Unused(hours: true) ?? Unused(mass: true);

    private string? Unused(bool hours = false, bool mass = false) =>
        hours && OpensAt is not null ? "opensAt"
        : hours && ClosesAt is not null ? "closesAt"
        : mass && MostPersons is not null ? "mostPersons"
        : mass && WithinMinutes is not null ? "withinMinutes"
        : null;
}
