using Registry.Domain.Directory;
using Registry.Domain.Licences;
using Registry.Domain.LicenceTypes;

namespace Registry.Domain.Verification;

/// <summary>What the registry knows about one identifier that was presented.</summary>
/// <param name="Licence">That it names, or probably meant; null where none was minted.</param>
/// <param name="Type">Of that licence; null where nobody drafted it.</param>
/// <param name="Directory">Null while the authority is not established.</param>
/// <param name="Mark">Of the licence's newest event; null without a licence.</param>
public sealed record VerificationEvidence(
    Licence? Licence, LicenceType? Type, AuthorityDirectory? Directory, LogMark? Mark, LogCondition Log);

/// <summary>Where one event stands.</summary>
/// <param name="IsKept">In the log, or waiting for it.</param>
/// <param name="Index">Null while it has none.</param>
/// <param name="Size">Of the newest published checkpoint of the log that it is in; null before the first.</param>
/// <param name="Age">Since it was written.</param>
public sealed record LogMark(bool IsKept, long? Index, long? Size, TimeSpan Age)
{
    public bool IsPublished => Index < Size;
}

/// <summary>How the log is.</summary>
/// <param name="IsRunning">It takes events, and is confirmed as often as it must be.</param>
/// <param name="HasCheckpoint">One was published.</param>
/// <param name="MergeDelay">The longest time from an event to a published checkpoint over it.</param>
public sealed record LogCondition(bool IsRunning, bool HasCheckpoint, TimeSpan MergeDelay);
