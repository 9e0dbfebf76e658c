using System.Collections.Immutable;
using Registry.Domain.Personal;

namespace Registry.Domain.Audit;

/// <summary>Who is on a list now.</summary>
/// <param name="Officer">To whom they are related; null for the watched ones.</param>
public sealed record PersonList(PersonListId Id, string? Officer, ImmutableHashSet<SubjectTag> Persons)
{
    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static PersonList Evolve(PersonList? state, PersonListId id, PersonListEvent fact) => (state, fact) switch
    {
        (null, PersonListEvent.Added a) => new(id, a.Officer, [a.Person]),
        ({ } l, PersonListEvent.Added a) => l with { Persons = l.Persons.Add(a.Person) },
        ({ } l, PersonListEvent.Removed r) => l with { Persons = l.Persons.Remove(r.Person) },
        _ => throw new CorruptStreamException(id.ToString(), null, fact.GetType().Name),
    };
}
