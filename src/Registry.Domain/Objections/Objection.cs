using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Objections;

public enum ObjectionStatus
{
    Raised,

    /// <summary>A data-protection officer has it.</summary>
    Taken,

    Answered,
    Withdrawn,
}

/// <summary>One objection, as those who decide and read need it.</summary>
/// <param name="Agency">Whose data-protection officer answers; null for the authority itself.</param>
/// <param name="Officer">Who looked, and so cannot answer.</param>
/// <param name="TakenBy">Who has it; null while nobody has.</param>
public sealed record Objection(
    ObjectionId Id, Guid Access, Uscc? Agency, string Officer, ObjectionStatus Status, Personal<Remark> Reason, string? TakenBy)
{
    public SubjectTag Subject => Reason.Subject;

    /// <summary>The answer's, once there is one.</summary>
    public Personal<Remark>? Explanation { get; init; }

    public bool IsOpen => Status is ObjectionStatus.Raised or ObjectionStatus.Taken;

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static Objection Evolve(Objection? state, ObjectionId id, ObjectionEvent fact) => (state, fact) switch
    {
        (null, ObjectionEvent.Raised r) => new(id, r.Access, r.Agency, r.Officer, ObjectionStatus.Raised, r.Reason, TakenBy: null),
        ({ } o, ObjectionEvent.Taken t) => o with { Status = ObjectionStatus.Taken, TakenBy = t.By },
        ({ } o, ObjectionEvent.Answered a) => o with { Status = ObjectionStatus.Answered, Explanation = a.Explanation },
        ({ } o, ObjectionEvent.Withdrawn) => o with { Status = ObjectionStatus.Withdrawn },
        _ => throw new CorruptStreamException(id.ToString(), state?.Status.ToString(), fact.GetType().Name),
    };
}
