using Registry.Domain.Personal;

namespace Registry.Domain.Erasures;

public enum ErasureStatus
{
    Requested,

    /// <summary>By one officer; a second one has to.</summary>
    Approved,

    Refused,
    Withdrawn,
    Erased,
}

/// <summary>What decisions need to know about a request to erase, and nothing a screen wants.</summary>
/// <param name="RequestedBy">Id of who asked.</param>
/// <param name="ApprovedBy">Id of the first officer who approved.</param>
public sealed record Erasure(ErasureId Id, SubjectTag Subject, ErasureStatus Status, string RequestedBy, string? ApprovedBy)
{
    public bool IsOpen => Status is ErasureStatus.Requested or ErasureStatus.Approved;

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static Erasure Evolve(Erasure? state, ErasureId id, ErasureEvent fact) => (state, fact) switch
    {
        (null, ErasureEvent.Requested r) => new(id, r.Subject, ErasureStatus.Requested, r.By, ApprovedBy: null),
        ({ } e, ErasureEvent.Approved a) => e with { Status = ErasureStatus.Approved, ApprovedBy = a.By },
        ({ } e, ErasureEvent.Refused) => e with { Status = ErasureStatus.Refused },
        ({ } e, ErasureEvent.Withdrawn) => e with { Status = ErasureStatus.Withdrawn },
        ({ } e, ErasureEvent.Erased) => e with { Status = ErasureStatus.Erased },
        _ => throw new CorruptStreamException(id.ToString(), state?.Status.ToString(), fact.GetType().Name),
    };
}
