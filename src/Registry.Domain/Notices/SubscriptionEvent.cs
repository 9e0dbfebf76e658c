using Registry.Domain.Personal;

namespace Registry.Domain.Notices;

/// <summary>A fact about a person's subscription to notices of accesses to their data. Closed: only nested records can derive.</summary>
public abstract record SubscriptionEvent
{
    private SubscriptionEvent() { }

    /// <summary>订阅.</summary>
    /// <param name="Recipient">Whom the city's message gateway tells: the identity provider's subject, a pseudonym.</param>
    /// <param name="Purposes">Codes of the purposes to be told of; none for all but the person's own looks.</param>
    public sealed record Subscribed(SubjectTag Subject, string Recipient, IReadOnlyList<string> Purposes, DateOnly On) : SubscriptionEvent;

    /// <summary>变更, by the person: to other purposes, or under another of their sign-ins.</summary>
    public sealed record Changed(string Recipient, IReadOnlyList<string> Purposes, DateOnly On) : SubscriptionEvent;

    /// <summary>退订.</summary>
    public sealed record Ended(DateOnly On) : SubscriptionEvent;
}
