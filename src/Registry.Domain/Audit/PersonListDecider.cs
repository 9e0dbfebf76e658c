using Registry.Domain.Personal;

namespace Registry.Domain.Audit;

public static class PersonListDecider
{
    public static readonly Refusal AlreadyListed = new("person-already-listed");
    public static readonly Refusal NotListed = new("person-not-listed");
    public static readonly Refusal TooMany = new("listed-persons-too-many");

    /// <summary>Persons on the authority's list at a time. Every look is compared with all of them.</summary>
    public const int MostWatched = 5000;

    /// <summary>Persons on the list of one officer at a time.</summary>
    public const int MostRelated = 500;

    /// <param name="list">Null for one on which nobody has been yet.</param>
    /// <param name="officer">To whom the person is related; null for a watched one.</param>
    public static Decision<PersonListEvent> Add(PersonList? list, string? officer, SubjectTag person) =>
        list?.Persons.Contains(person) == true ? AlreadyListed
        : list?.Persons.Count >= (officer is null ? MostWatched : MostRelated) ? TooMany
        : new PersonListEvent.Added(officer, person);

    public static Decision<PersonListEvent> Remove(PersonList? list, SubjectTag person) =>
        list?.Persons.Contains(person) == true ? new PersonListEvent.Removed(person) : NotListed;
}
