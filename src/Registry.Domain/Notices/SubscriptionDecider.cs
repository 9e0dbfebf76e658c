using Registry.Domain.Access;
using Registry.Domain.Personal;

namespace Registry.Domain.Notices;

/// <summary>订阅 → 变更 → 退订, and again.</summary>
public static class SubscriptionDecider
{
    public static readonly Refusal NotSubscribed = new("notices-not-subscribed");

    /// <summary>The purposes that can be chosen; break-glass is told in any case, a covert look in none.</summary>
    public static readonly IReadOnlyList<string> Purposes =
        [.. FieldTable.Purposes.Where(purpose => purpose != Purpose.CovertInquiry), Purpose.ComplianceAudit, Purpose.DataTracker, Purpose.Sharing,
            Purpose.WindowOffer,
            Ground.Erasure().Purpose, Ground.Absent("").Purpose];

    /// <param name="subscription">Null for one who never subscribed.</param>
    /// <param name="purposes">Of <see cref="Purposes"/>.</param>
    public static Decision<SubscriptionEvent> Subscribe(
        Subscription? subscription, SubjectTag subject, string recipient, IReadOnlyList<string> purposes, DateOnly today)
    {
        string[] named = [.. purposes.Distinct().Order(StringComparer.Ordinal)];
        return subscription is { IsOpen: true }
            ? new SubscriptionEvent.Changed(recipient, named, today)
            : new SubscriptionEvent.Subscribed(subject, recipient, named, today);
    }

    public static Decision<SubscriptionEvent> End(Subscription subscription, DateOnly today) =>
        subscription.IsOpen ? new SubscriptionEvent.Ended(today) : NotSubscribed;
}
