using Registry.Domain.Personal;

namespace Registry.Domain.Delegations;

/// <summary>Who may act for whom, for what and until when.</summary>
public sealed record Delegation(
    DelegationId Id, Personal<Party> Principal, SubjectTag Delegate, DelegationKind Kind, IReadOnlyList<DelegatedPurpose> Purposes,
    DateOnly Until, bool IsRevoked)
{
    public bool IsOpen(DateOnly today) => !IsRevoked && today <= Until;

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static Delegation Evolve(Delegation? state, DelegationId id, DelegationEvent fact) => (state, fact) switch
    {
        (null, DelegationEvent.Granted g) => new(id, g.Principal, g.Delegate, g.Kind, g.Purposes, g.Until, IsRevoked: false),
        ({ } d, DelegationEvent.Revoked) => d with { IsRevoked = true },
        _ => throw new CorruptStreamException(id.ToString(), state?.Kind.ToString(), fact.GetType().Name),
    };
}
