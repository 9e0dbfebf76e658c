using Registry.Domain.Personal;

namespace Registry.Domain.Erasures;

/// <summary>A fact about one request to erase a person's data (PIPL art. 47). Closed: only nested records can derive.</summary>
public abstract record ErasureEvent
{
    private ErasureEvent() { }

    /// <summary>By the person, or by an officer of the authority, who must erase of his own accord what is no longer needed.</summary>
    /// <param name="By">Id of who asked, as in the event's metadata: nobody approves a request of their own.</param>
    public sealed record Requested(
        SubjectTag Subject, ErasureRequester Requester, string By, DateOnly On, Personal<Remark>? Reason) : ErasureEvent;

    /// <summary>By the first of two officers. Nothing is erased yet.</summary>
    public sealed record Approved(string By, DateOnly On) : ErasureEvent;

    public sealed record Refused(DateOnly On, Personal<Remark> Reason) : ErasureEvent;

    /// <summary>By the person who asked.</summary>
    public sealed record Withdrawn(DateOnly On) : ErasureEvent;

    /// <summary>By the second officer: the data key was destroyed in the transaction that recorded this.</summary>
    /// <param name="Key">Which of the person's data keys: every value sealed with this one or an earlier one is gone.</param>
    /// <param name="Streams">Cases and licences that held such values: whose payloads may be left out of evidence for it.</param>
    public sealed record Erased(SubjectTag Subject, int Key, IReadOnlyList<Guid> Streams, string By, DateOnly On) : ErasureEvent;
}

public enum ErasureRequester
{
    Holder,
    Authority,
}
