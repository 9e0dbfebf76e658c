using Registry.Domain.Identifiers;
using Registry.Domain.Personal;

namespace Registry.Domain.Audit;

/// <summary>Whom a finding is about, and what came of it.</summary>
/// <param name="Reason">Why it was closed so; null while it is open.</param>
public sealed record Finding(FindingId Id, string Officer, Uscc? Agency, Personal<Remark>? Reason)
{
    public bool IsOpen => Reason is null;

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static Finding Evolve(Finding? state, FindingId id, FindingEvent fact) => (state, fact) switch
    {
        (null, FindingEvent.Raised r) => new(id, r.Officer, r.Agency, Reason: null),
        ({ } f, FindingEvent.Closed c) => f with { Reason = c.Reason },
        _ => throw new CorruptStreamException(id.ToString(), state?.IsOpen == true ? "open" : "closed", fact.GetType().Name),
    };
}
