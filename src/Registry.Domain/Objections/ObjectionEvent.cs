using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Objections;

/// <summary>
/// A fact about one objection (异议) of a person to an access to their data (PIPL art. 44 and 50). Closed: only nested records can
/// derive.
/// </summary>
public abstract record ObjectionEvent
{
    private ObjectionEvent() { }

    /// <summary>提出, by the person, or by a delegate in their name.</summary>
    /// <param name="Access">The access event.</param>
    /// <param name="Agency">Of whose officer looked; null for who belongs to none, where the authority itself answers.</param>
    /// <param name="Officer">Who looked: the identity provider's subject, a pseudonym.</param>
    /// <param name="DueBy">The last day for an answer.</param>
    /// <param name="Calendar">Version of the working-day calendar it was counted with.</param>
    public sealed record Raised(
        Guid Access, Uscc? Agency, string Officer, Personal<Remark> Reason, DateOnly On, DateOnly DueBy, string Calendar) : ObjectionEvent;

    /// <summary>受理, by a data-protection officer of the agency, who has it from then on; by another, who takes it over.</summary>
    /// <param name="By">The identity provider's subject; a pseudonym.</param>
    public sealed record Taken(string By, DateOnly On) : ObjectionEvent;

    /// <summary>答复.</summary>
    /// <param name="Explanation">For the person; null where they were erased meanwhile, when there is nobody to be told.</param>
    /// <param name="By">The identity provider's subject; a pseudonym.</param>
    public sealed record Answered(
        ObjectionFinding Finding, ObjectionMeasure Measure, Personal<Remark>? Explanation, string By, DateOnly On) : ObjectionEvent;

    /// <summary>撤回, by the person.</summary>
    public sealed record Withdrawn(DateOnly On) : ObjectionEvent;
}

/// <summary>What the examination of an access came to.</summary>
public enum ObjectionFinding
{
    Lawful,
    Unlawful,

    /// <summary>无法认定: what is recorded is not enough to tell.</summary>
    CannotTell,
}

/// <summary>What is done about it.</summary>
public enum ObjectionMeasure
{
    None,

    /// <summary>教育提醒: the officer was instructed.</summary>
    OfficerInstructed,

    /// <summary>停止履职: the officer's duty was ended or suspended.</summary>
    DutyEnded,

    /// <summary>移送处分: handed over for disciplinary action (PIPL art. 68).</summary>
    DisciplineReferred,

    /// <summary>通知主管部门: treated as a breach, and the departments in charge were told (PIPL art. 57).</summary>
    BreachReported,
}
