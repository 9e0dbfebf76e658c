using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Directory;

namespace Registry.Projections.Directory;

/// <summary>An officer with the duties of now, to be found by them: who it is whose duty somebody waits for.</summary>
public sealed record OfficerCard
{
    public Guid Id { get; init; }

    /// <summary>The identity provider's subject; a pseudonym.</summary>
    public required string Officer { get; init; }

    public IReadOnlyList<Duty> Duties { get; init; } = [];

    /// <summary>Whether they are data-protection officer of any agency.</summary>
    public bool ProtectsData { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class OfficerCardProjection : SingleStreamProjection<OfficerCard, Guid>
{
    public OfficerCardProjection()
    {
        Name = "OfficerCard";
        EventCatalogue.Include<OfficerEvent>(IncludeType);
    }

    public override OfficerCard? Evolve(OfficerCard? card, Guid id, IEvent e) => ((OfficerEvent)e.Data, card) switch
    {
        (OfficerEvent.DutyGiven g, _) => With(card ?? new OfficerCard { Id = id, Officer = g.Officer }, [.. card?.Duties ?? [], g.Duty]),
        (OfficerEvent.DutyEnded x, { } c) => With(c, [.. c.Duties.Where(duty => duty != x.Duty)]),
        _ => card,
    };

    private static OfficerCard With(OfficerCard card, IReadOnlyList<Duty> duties) =>
        card with { Duties = duties, ProtectsData = duties.Any(duty => duty.Kind is DutyKind.DataProtection) };
}
