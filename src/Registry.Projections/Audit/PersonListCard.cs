using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Audit;
using Registry.Domain.Log;
using Registry.Domain.Personal;

namespace Registry.Projections.Audit;

/// <summary>A list of persons with the times in which each has been on it. Tags only.</summary>
public sealed record PersonListCard
{
    public Guid Id { get; init; }

    /// <summary>To whom they are related; null for the watched ones.</summary>
    public string? Officer { get; init; }

    public required IReadOnlyList<Listing> Listings { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class PersonListCardProjection : SingleStreamProjection<PersonListCard, Guid>
{
    public PersonListCardProjection()
    {
        Name = "PersonListCard";
        EventCatalogue.Include<PersonListEvent>(IncludeType);
    }

    public override PersonListCard? Evolve(PersonListCard? card, Guid id, IEvent e) => ((PersonListEvent)e.Data, card) switch
    {
        (PersonListEvent.Added a, _) => new PersonListCard
        {
            Id = id,
            Officer = a.Officer,
            Listings = [.. card?.Listings ?? [], new(a.Officer, a.Person, LogEntry.TimeOf(e.Timestamp), Until: null)],
        },
        (PersonListEvent.Removed r, { } c) => c with { Listings = [.. c.Listings.Select(one => Ended(one, r.Person, e))] },
        _ => card,
    };

    private static Listing Ended(Listing one, SubjectTag person, IEvent e) =>
        one.Person == person && one.Until is null ? one with { Until = LogEntry.TimeOf(e.Timestamp) } : one;
}
