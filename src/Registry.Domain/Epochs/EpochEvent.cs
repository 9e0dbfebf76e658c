using Registry.Domain.Keys;

namespace Registry.Domain.Epochs;

/// <summary>A fact about how one log of an authority follows another.</summary>
public abstract record EpochEvent
{
    private EpochEvent() { }

    /// <summary>
    /// Entry 0 of a log that follows one whose signed tail is lost: a database was restored from a backup, and nobody kept what
    /// came after it. Numbers are decimal text, since JSON numbers end at 2^53.
    /// </summary>
    /// <param name="After">Origin of the log that ends.</param>
    /// <param name="Vkey">Verifier key of that log.</param>
    /// <param name="Checkpoint">The last checkpoint known to be signed, the whole note: what is left does not extend it.</param>
    /// <param name="Extended">Size of the newest signed checkpoint that what is left does extend; 0 when there is none.</param>
    /// <param name="Size">Entries that are left. Some behind <paramref name="Extended"/> may be others than were signed.</param>
    /// <param name="Root">Root of the tree over them, base64. It seals them as they stand.</param>
    /// <param name="Reason">Why the tail is lost.</param>
    /// <param name="OrderedBy">Staff ids of the two who ordered it; no names.</param>
    /// <param name="Key">The key that signs this entry, an authority's: the log's entries introduce none before it.</param>
    public sealed record DiscontinuityRecorded(
        string After, string Vkey, string Checkpoint, string Extended, string Size, string Root, DiscontinuityReason Reason,
        IReadOnlyList<string> OrderedBy, SigningKeyEvent.Registered Key) : EpochEvent;
}

/// <summary>Why a log's tail is lost. A code and no text, so that nothing personal can slip in.</summary>
public enum DiscontinuityReason
{
    /// <summary>The database was restored from a backup that is older than the last checkpoint.</summary>
    BackupRestored,

    /// <summary>Storage was damaged, and what could be saved is older than the last checkpoint.</summary>
    StorageLost,

    /// <summary>A standby that had not received everything became the primary.</summary>
    FailedOver,
}
