using Registry.Domain.Access;
using Registry.Domain.Personal;

namespace Registry.Domain.Notices;

/// <summary>What a person wants to be told of.</summary>
/// <param name="Purposes">Codes; none for all but the person's own looks.</param>
public sealed record Subscription(SubscriptionId Id, SubjectTag Subject, IReadOnlyList<string> Purposes, bool IsOpen)
{
    /// <summary>What happened in an emergency is always told.</summary>
    public static bool Wants(IReadOnlyList<string> purposes, string purpose) =>
        purpose == Purpose.BreakGlass || (purposes.Count == 0 ? purpose != Purpose.OwnRequest : purposes.Contains(purpose));

    // Whether a step was allowed was the decider's business; here only the shape counts.
    public static Subscription Evolve(Subscription? state, SubscriptionId id, SubscriptionEvent fact) => (state, fact) switch
    {
        (null or { IsOpen: false }, SubscriptionEvent.Subscribed s) => new(id, s.Subject, s.Purposes, IsOpen: true),
        ({ } s, SubscriptionEvent.Changed c) => s with { Purposes = c.Purposes },
        ({ } s, SubscriptionEvent.Ended) => s with { IsOpen = false },
        _ => throw new CorruptStreamException(id.ToString(), state?.IsOpen.ToString(), fact.GetType().Name),
    };
}
