using Registry.Domain.Cases;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Emergencies;

/// <summary>Who may see which case in an emergency, and until when; not yet at all while nobody has released it.</summary>
public sealed record Emergency(EmergencyId Id, CaseId Case, SubjectTag Subject, Uscc Agency, RegionCode Region, string Officer, DateTimeOffset? Until)
{
    /// <summary>Before its time: it is not released any more.</summary>
    public bool IsEnded { get; init; }

    /// <summary>Whether that officer may look at that case now.</summary>
    public bool Covers(string officer, CaseId @case, DateTimeOffset now) => Officer == officer && Case == @case && now < Until;

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static Emergency Evolve(Emergency? state, EmergencyId id, EmergencyEvent fact) => (state, fact) switch
    {
        (null, EmergencyEvent.Asked a) => new(id, a.Case, a.Reason.Subject, a.Agency, a.Region, a.Officer, Until: null),
        ({ } e, EmergencyEvent.Released r) => e with { Until = r.Until },
        ({ } e, EmergencyEvent.Ended x) => e with { Until = x.At, IsEnded = true },
        _ => throw new CorruptStreamException(id.ToString(), state?.Until is null ? "asked" : "released", fact.GetType().Name),
    };
}
