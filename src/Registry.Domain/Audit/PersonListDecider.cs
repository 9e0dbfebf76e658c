using Registry.Domain.Personal;

namespace Registry.Domain.Audit;

public static class PersonListDecider
{
    public static readonly Refusal AlreadyListed = new("person-already-listed");
    public static readonly Refusal NotListed = new("person-not-listed");

    /// <param name="list">Null for one on which nobody has been yet.</param>
    /// <param name="officer">To whom the person is related; null for a watched one.</param>
    public static Decision<PersonListEvent> Add(PersonList? list, string? officer, SubjectTag person) =>
        list?.Persons.Contains(person) == true ? AlreadyListed : new PersonListEvent.Added(officer, person);

    public static Decision<PersonListEvent> Remove(PersonList? list, SubjectTag person) =>
        list?.Persons.Contains(person) == true ? new PersonListEvent.Removed(person) : NotListed;
}
