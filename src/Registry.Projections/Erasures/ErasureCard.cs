using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Erasures;

namespace Registry.Projections.Erasures;

/// <summary>
/// A request to erase on a work list. The vault tells by these what was erased from what is missing, and which number a
/// further data key has: <see cref="Subject"/>, <see cref="Key"/> and <see cref="Streams"/> are read by SQL too.
/// </summary>
public sealed record ErasureCard
{
    public Guid Id { get; init; }
    public required string Subject { get; init; }
    public required ErasureStatus Status { get; init; }
    public required ErasureRequester Requester { get; init; }
    public required DateOnly RequestedOn { get; init; }
    public DateOnly? EndedOn { get; init; }

    /// <summary>Number of the data key that was destroyed; null until then.</summary>
    public int? Key { get; init; }

    public IReadOnlyList<Guid> Streams { get; init; } = [];

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class ErasureCardProjection : SingleStreamProjection<ErasureCard, Guid>
{
    public ErasureCardProjection()
    {
        Name = "ErasureCard";
        EventCatalogue.Include<ErasureEvent>(IncludeType);
    }

    public override ErasureCard? Evolve(ErasureCard? card, Guid id, IEvent e) => ((ErasureEvent)e.Data, card) switch
    {
        (ErasureEvent.Requested r, _) => new ErasureCard
        {
            Id = id,
            Subject = r.Subject.Value,
            Status = ErasureStatus.Requested,
            Requester = r.Requester,
            RequestedOn = r.On,
        },
        (ErasureEvent.Approved, { } c) => c with { Status = ErasureStatus.Approved },
        (ErasureEvent.Refused r, { } c) => c with { Status = ErasureStatus.Refused, EndedOn = r.On },
        (ErasureEvent.Withdrawn w, { } c) => c with { Status = ErasureStatus.Withdrawn, EndedOn = w.On },
        (ErasureEvent.Erased x, { } c) => c with
        {
            Status = ErasureStatus.Erased,
            EndedOn = x.On,
            Key = x.Key,
            Streams = x.Streams,
        },
        _ => card,
    };
}
