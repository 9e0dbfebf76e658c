using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Delegations;

namespace Registry.Projections.Delegations;

/// <summary>A delegation on the list of who gave it and of who has it. Nothing about either but the tags.</summary>
public sealed record DelegationCard
{
    public Guid Id { get; init; }

    /// <summary>Text, as the delegate's tag, because lists are searched by it.</summary>
    public required string Principal { get; init; }
    public required string Delegate { get; init; }
    public required DelegationKind Kind { get; init; }
    public required IReadOnlyList<DelegatedPurpose> Purposes { get; init; }
    public required DateOnly GrantedOn { get; init; }
    public required DateOnly Until { get; init; }
    public DateOnly? RevokedOn { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class DelegationCardProjection : SingleStreamProjection<DelegationCard, Guid>
{
    public DelegationCardProjection()
    {
        Name = "DelegationCard";
        EventCatalogue.Include<DelegationEvent>(IncludeType);
    }

    public override DelegationCard? Evolve(DelegationCard? card, Guid id, IEvent e) => ((DelegationEvent)e.Data, card) switch
    {
        (DelegationEvent.Granted g, _) => new DelegationCard
        {
            Id = id,
            Principal = g.Principal.Subject.Value,
            Delegate = g.Delegate.Value,
            Kind = g.Kind,
            Purposes = g.Purposes,
            GrantedOn = g.On,
            Until = g.Until,
        },
        (DelegationEvent.Revoked r, { } c) => c with { RevokedOn = r.On },
        _ => card,
    };
}
