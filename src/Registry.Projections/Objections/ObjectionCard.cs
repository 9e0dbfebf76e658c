using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Objections;

namespace Registry.Projections.Objections;

/// <summary>An objection on the person's list and on the work list of who answers it. Reason and explanation are not on it.</summary>
public sealed record ObjectionCard
{
    public Guid Id { get; init; }

    /// <summary>Whose objection it is; text, as the agency's USCC, because lists are searched by it.</summary>
    public required string Subject { get; init; }
    public required Guid Access { get; init; }
    public string? Agency { get; init; }
    public required string Officer { get; init; }
    public required ObjectionStatus Status { get; init; }
    public required DateOnly RaisedOn { get; init; }
    public required DateOnly DueBy { get; init; }
    public string? TakenBy { get; init; }
    public ObjectionFinding? Finding { get; init; }
    public ObjectionMeasure? Measure { get; init; }
    public DateOnly? EndedOn { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }

    /// <summary>Whether the day for an answer has passed without one.</summary>
    public bool IsOverdue(DateOnly today) => Status is ObjectionStatus.Raised or ObjectionStatus.Taken && today > DueBy;
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class ObjectionCardProjection : SingleStreamProjection<ObjectionCard, Guid>
{
    public ObjectionCardProjection()
    {
        Name = "ObjectionCard";
        EventCatalogue.Include<ObjectionEvent>(IncludeType);
    }

    public override ObjectionCard? Evolve(ObjectionCard? card, Guid id, IEvent e) => ((ObjectionEvent)e.Data, card) switch
    {
        (ObjectionEvent.Raised r, _) => new ObjectionCard
        {
            Id = id,
            Subject = r.Reason.Subject.Value,
            Access = r.Access,
            Agency = r.Agency?.Value,
            Officer = r.Officer,
            Status = ObjectionStatus.Raised,
            RaisedOn = r.On,
            DueBy = r.DueBy,
        },
        (ObjectionEvent.Taken t, { } c) => c with { Status = ObjectionStatus.Taken, TakenBy = t.By },
        (ObjectionEvent.Answered a, { } c) => c with
        {
            Status = ObjectionStatus.Answered,
            Finding = a.Finding,
            Measure = a.Measure,
            EndedOn = a.On,
        },
        (ObjectionEvent.Withdrawn w, { } c) => c with { Status = ObjectionStatus.Withdrawn, EndedOn = w.On },
        _ => card,
    };
}
