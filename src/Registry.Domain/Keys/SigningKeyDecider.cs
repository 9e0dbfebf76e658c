using System.Globalization;

namespace Registry.Domain.Keys;

/// <summary>
/// The end of a key's life. An owner's newest live key signs, so it cannot be ended: a successor is registered first, and
/// no owner is ever without a key.
/// </summary>
public static class SigningKeyDecider
{
    public static readonly Refusal Unknown = new("key-unknown");
    public static readonly Refusal AlreadyEnded = new("key-already-ended");
    public static readonly Refusal NoSuccessor = new("key-no-successor");
    public static readonly Refusal BeyondTheLog = new("key-compromise-beyond-log");
    public static readonly Refusal AlreadySuspect = new("key-already-suspect");

    /// <param name="key">Null when nobody has registered it.</param>
    /// <param name="hasSuccessor">Whether its owner has registered a newer key that is live.</param>
    public static Decision<SigningKeyEvent> Retire(SigningKey? key, bool hasSuccessor, RetirementReason reason)
    {
        if (key is null)
            return Unknown;
        if (!key.IsLive)
            return AlreadyEnded;
        return hasSuccessor ? new SigningKeyEvent.Retired(key.Kid, reason) : NoSuccessor;
    }

    /// <summary>A retired key can turn out to have been compromised, and a compromise to have begun earlier.</summary>
    /// <param name="suspicion">Where the trouble began.</param>
    /// <param name="size">Entries that this log has now.</param>
    public static Decision<SigningKeyEvent> ReportCompromise(
        SigningKey? key, bool hasSuccessor, Suspicion suspicion, long size, CompromiseReason reason, CompromiseReporter reportedBy)
    {
        if (key is null)
            return Unknown;
        if (key.IsLive && !hasSuccessor)
            return NoSuccessor;
        if (suspicion.From < 0 || suspicion.From > size)
            return BeyondTheLog;
        if (key.Suspicion is { } known && known.Log == suspicion.Log && known.From <= suspicion.From)
            return AlreadySuspect;
        return new SigningKeyEvent.Compromised(
            key.Kid, suspicion.Log, suspicion.From.ToString(CultureInfo.InvariantCulture), reason, reportedBy);
    }
}
