using JasperFx.Events;
using Marten.Events.Aggregation;
using Registry.Domain.Notices;

namespace Registry.Projections.Notices;

/// <summary>A person's subscription to notices, as who delivers them needs it.</summary>
public sealed record SubscriptionCard
{
    public Guid Id { get; init; }

    /// <summary>Text, because whoever delivers searches by it.</summary>
    public required string Subject { get; init; }

    /// <summary>The identity provider's subject; a pseudonym.</summary>
    public required string Recipient { get; init; }
    public required IReadOnlyList<string> Purposes { get; init; }
    public required bool IsOpen { get; init; }

    /// <summary>The event that began it: what happened before is not told.</summary>
    public required Guid Since { get; init; }

    /// <summary>The stream's version. Marten sets it by this name, in the stored JSON too (measured on 9.58).</summary>
    public long Version { get; init; }

    public bool Wants(string purpose) => IsOpen && Subscription.Wants(Purposes, purpose);
}

/// <summary>No clock, no new ids, no other documents: a rebuild must give the same rows.</summary>
public sealed partial class SubscriptionCardProjection : SingleStreamProjection<SubscriptionCard, Guid>
{
    public SubscriptionCardProjection()
    {
        Name = "SubscriptionCard";
        EventCatalogue.Include<SubscriptionEvent>(IncludeType);
    }

    public override SubscriptionCard? Evolve(SubscriptionCard? card, Guid id, IEvent e) => ((SubscriptionEvent)e.Data, card) switch
    {
        (SubscriptionEvent.Subscribed s, _) => new SubscriptionCard
        {
            Id = id,
            Subject = s.Subject.Value,
            Recipient = s.Recipient,
            Purposes = s.Purposes,
            IsOpen = true,
            Since = e.Id,
        },
        (SubscriptionEvent.Changed x, { } c) => c with { Recipient = x.Recipient, Purposes = x.Purposes },
        (SubscriptionEvent.Ended, { } c) => c with { IsOpen = false },
        _ => card,
    };
}
