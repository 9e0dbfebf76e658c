using Registry.Domain.Personal;

namespace Registry.Domain.Audit;

/// <summary>A fact about a list of persons at whom a look is judged. Closed: only nested records can derive.</summary>
public abstract record PersonListEvent
{
    private PersonListEvent() { }

    /// <param name="Officer">To whom the person is related, a pseudonym; null on the list of watched persons.</param>
    /// <param name="Person">By the tag of the code: the code itself is kept nowhere.</param>
    public sealed record Added(string? Officer, SubjectTag Person) : PersonListEvent;

    public sealed record Removed(SubjectTag Person) : PersonListEvent;
}
