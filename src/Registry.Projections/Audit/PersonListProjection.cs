using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Audit;

namespace Registry.Projections.Audit;

/// <summary>Lends the domain's fold to Marten; the rules live in <see cref="PersonList.Evolve"/>.</summary>
public sealed partial class PersonListProjection : SingleStreamProjection<PersonList, PersonListId>
{
    public PersonListProjection() => EventCatalogue.Include<PersonListEvent>(IncludeType);

    public override PersonList? Evolve(PersonList? snapshot, PersonListId id, IEvent e) =>
        e.Data is PersonListEvent fact ? PersonList.Evolve(snapshot, id, fact) : ForeignEvent.Skip(snapshot, e);
}
