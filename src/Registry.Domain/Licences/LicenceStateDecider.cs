using Registry.Domain.Directory;
using Registry.Domain.LicenceTypes;
using Registry.Domain.Personal;

namespace Registry.Domain.Licences;

/// <summary>
/// What changes a licence's state and gives no new version. Suspension can be lifted and a transfer called off; revocation (吊销),
/// withdrawal (撤销), cancellation (注销) and a completed transfer are final (domain reference 1.4).
/// </summary>
public static class LicenceStateDecider
{
    public static readonly Refusal NotSuspended = new("licence-not-suspended");
    public static readonly Refusal AlreadySuspended = new("licence-already-suspended");
    public static readonly Refusal NotExpired = new("licence-not-expired");
    public static readonly Refusal AlreadyLapsed = new("licence-already-lapsed");
    public static readonly Refusal NotLeaving = new("licence-not-leaving");

    /// <summary>The agency that it is on its way to completes the transfer, nobody else.</summary>
    public static readonly Refusal AwaitsReceiver = new("licence-transfer-awaits-receiver");
    public static readonly Refusal ReceiverUnknown = new("licence-transfer-receiver-unknown");
    public static readonly Refusal ReceiverIsIssuer = new("licence-transfer-receiver-is-issuer");

    /// <exception cref="ArgumentOutOfRangeException">The operation gives a version: it is <see cref="LicenceDecider"/>'s.</exception>
    public static Decision<LicenceEvent> Decide(
        Licence licence, LicenceOperation operation, Personal<Remark> reason, DateOnly today)
    {
        if (licence.IsFinal)
            return LicenceDecider.Final;
        return operation switch
        {
            LicenceOperation.Suspend => licence.Status switch
            {
                LicenceStatus.Suspended => AlreadySuspended,
                LicenceStatus.InForce => new LicenceEvent.Suspended(today, reason, Source: null),
                _ => LicenceDecider.NotInForce,
            },
            LicenceOperation.Restore => licence.Status is LicenceStatus.Suspended ? new LicenceEvent.Restored(today, reason) : NotSuspended,
            LicenceOperation.Lapse => licence switch
            {
                { Status: LicenceStatus.Lapsed } => AlreadyLapsed,
                _ when !licence.IsExpired(today) => NotExpired,
                _ => new LicenceEvent.Lapsed(today, reason),
            },
            LicenceOperation.BeginTransfer => CanLeave(licence, today) ? new LicenceEvent.TransferBegun(today, reason) : LicenceDecider.NotInForce,
            LicenceOperation.CancelTransfer =>
                licence.Status is LicenceStatus.Leaving ? new LicenceEvent.TransferCancelled(today, reason) : NotLeaving,
            LicenceOperation.CompleteTransfer when licence.Receiver is not null => AwaitsReceiver,
            LicenceOperation.CompleteTransfer =>
                licence.Status is LicenceStatus.Leaving ? new LicenceEvent.TransferCompleted(today, reason) : NotLeaving,
            LicenceOperation.Cancel => new LicenceEvent.Cancelled(today, reason, Source: null),
            LicenceOperation.Revoke => new LicenceEvent.Revoked(today, reason, Source: null),
            LicenceOperation.Withdraw => new LicenceEvent.Withdrawn(today, reason),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, message: null),
        };
    }

    /// <summary>办理转出 to another agency of this registry.</summary>
    /// <param name="type">The licence's type as it is in force; null where none was published.</param>
    /// <param name="receiver">As the directory has it; null where it does not.</param>
    public static Decision<LicenceEvent> BeginTransfer(
        Licence licence, LicenceTypeVersion? type, Agency? receiver, Personal<Remark> reason, DateOnly today)
    {
        if (licence.IsFinal)
            return LicenceDecider.Final;
        if (!CanLeave(licence, today))
            return LicenceDecider.NotInForce;
        if (receiver is null)
            return ReceiverUnknown;
        if (receiver.Code == licence.Issuer)
            return ReceiverIsIssuer;
        return (type is null ? LicenceTypeVersion.NotPublished : type.RefuseIssuer(receiver.Code, receiver.Region)) is { } refusal
            ? refusal
            : new LicenceEvent.TransferBegunTo(today, reason, receiver.Code);
    }

    private static bool CanLeave(Licence licence, DateOnly today) => licence.Status is LicenceStatus.InForce && !licence.IsExpired(today);
}
