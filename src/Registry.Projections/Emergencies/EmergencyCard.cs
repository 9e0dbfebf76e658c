using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Emergencies;

namespace Registry.Projections.Emergencies;

/// <summary>An emergency access on the list of those who release them and of auditors. The reason is not on it.</summary>
public sealed record EmergencyCard
{
    public Guid Id { get; init; }
    public required Guid Case { get; init; }

    /// <summary>Whose case it is; text, as the agency's USCC, because lists are searched by it.</summary>
    public required string Subject { get; init; }
    public required string Agency { get; init; }
    public required string Officer { get; init; }
    public string? ReleasedBy { get; init; }
    public DateTimeOffset? Until { get; init; }

    /// <summary>Who ended it before its time.</summary>
    public string? EndedBy { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class EmergencyCardProjection : SingleStreamProjection<EmergencyCard, Guid>
{
    public EmergencyCardProjection()
    {
        Name = "EmergencyCard";
        EventCatalogue.Include<EmergencyEvent>(IncludeType);
    }

    public override EmergencyCard? Evolve(EmergencyCard? card, Guid id, IEvent e) => ((EmergencyEvent)e.Data, card) switch
    {
        (EmergencyEvent.Asked a, _) => new EmergencyCard
        {
            Id = id,
            Case = a.Case.Value,
            Subject = a.Reason.Subject.Value,
            Agency = a.Agency.Value,
            Officer = a.Officer,
        },
        (EmergencyEvent.Released r, { } c) => c with { ReleasedBy = r.By, Until = r.Until },
        (EmergencyEvent.Ended x, { } c) => c with { EndedBy = x.By, Until = x.At },
        _ => card,
    };
}
