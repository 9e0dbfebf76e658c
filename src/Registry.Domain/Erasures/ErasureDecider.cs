using Registry.Domain.Personal;

namespace Registry.Domain.Erasures;

/// <summary>
/// 请求 → 一人同意 → 另一人同意并销毁密钥 | 拒绝 | 撤回. The duty to keep is looked at in every step: it can begin meanwhile.
/// </summary>
public static class ErasureDecider
{
    /// <summary>Somebody needs data of a person that was erased.</summary>
    public static readonly Refusal SubjectErased = new("subject-erased");

    public static readonly Refusal NothingHeld = new("erasure-nothing-held");
    public static readonly Refusal Pending = new("erasure-pending");
    public static readonly Refusal NotOpen = new("erasure-not-open");
    public static readonly Refusal OwnRequest = new("erasure-own-request");
    public static readonly Refusal SamePerson = new("erasure-same-person");

    /// <param name="pending">Whether another request about the person is open.</param>
    public static Decision<ErasureEvent> Request(
        SubjectTag subject, ErasureRequester requester, string by, Remark? reason, Holdings held, bool pending, DateOnly today)
    {
        if (held.Streams.Count == 0)
            return NothingHeld;
        if (pending)
            return Pending;
        if (DutyToKeep.Find(held, today) is { } duty)
            return duty;
        return new ErasureEvent.Requested(
            subject, requester, by, today, reason is null ? null : Personal<Remark>.Of(subject, reason));
    }

    /// <summary>The first officer's approval, or the second's, which erases.</summary>
    /// <param name="key">Number of the data key that the person's values are sealed with.</param>
    public static Decision<ErasureEvent> Approve(Erasure erasure, string by, Holdings held, int key, DateOnly today)
    {
        if (!erasure.IsOpen)
            return NotOpen;
        if (by == erasure.RequestedBy)
            return OwnRequest;
        if (by == erasure.ApprovedBy)
            return SamePerson;
        if (DutyToKeep.Find(held, today) is { } duty)
            return duty;
        return erasure.Status is ErasureStatus.Requested
            ? new ErasureEvent.Approved(by, today)
            : new ErasureEvent.Erased(erasure.Subject, key, held.Streams, by, today);
    }

    public static Decision<ErasureEvent> Refuse(Erasure erasure, Remark reason, DateOnly today) => erasure.IsOpen
        ? new ErasureEvent.Refused(today, Personal<Remark>.Of(erasure.Subject, reason))
        : NotOpen;

    public static Decision<ErasureEvent> Withdraw(Erasure erasure, DateOnly today) => erasure.IsOpen
        ? new ErasureEvent.Withdrawn(today)
        : NotOpen;
}
