namespace Registry.Projections.Log.Fsck;

/// <summary>
/// What fsck can find, beside the verdicts on one entry's content (<see cref="Registry.Domain.Export.VerdictCodes"/>).
/// Stable: programs read them, and each has a text in both languages.
/// </summary>
public static class FsckCodes
{
    // The database could not read what it keeps; what lies behind is not judged.
    public const string Unreadable = "unreadable";

    // Both ways: events, inbox, entries.
    public const string EventUnlogged = "event-unlogged";
    public const string EventMissing = "event-missing";
    public const string InboxEventMissing = "inbox-event-missing";
    public const string InboxRepeated = "inbox-repeated";
    public const string InboxDiffers = "inbox-differs";
    public const string LogForeign = "log-foreign";

    // An entry and its row.
    public const string EntryMissing = "entry-missing";
    public const string EntryMalformed = "entry-malformed";
    public const string EntryOtherLog = "entry-other-log";
    public const string EntryEvent = "entry-event";
    public const string LeafDiffers = "leaf-differs";
    public const string ChainDiffers = "chain-differs";

    // An entry and the event's row.
    public const string EventType = "event-type";
    public const string EventStream = "event-stream";
    public const string EventVersion = "event-version";
    public const string EventTime = "event-time";
    public const string EventColumn = "event-column";
    public const string EventUnreadable = "event-unreadable";
    public const string StreamOrder = "stream-order";
    public const string StreamVersion = "stream-version";

    // The tree and what was signed; the index is the size or the subtree's first entry.
    public const string SubtreeMissing = "subtree-missing";
    public const string SubtreeDiffers = "subtree-differs";
    public const string SubtreeBeyond = "subtree-beyond";
    public const string HeadDiffers = "head-differs";
    public const string CheckpointSignature = "checkpoint-signature";
    public const string CheckpointSize = "checkpoint-size";
    public const string CheckpointRoot = "checkpoint-root";
    public const string CheckpointBeyond = "checkpoint-beyond";
    public const string PublicationSignature = "publication-signature";
    public const string PublicationSize = "publication-size";
    public const string PublicationRoot = "publication-root";
    public const string PublicationBeyond = "publication-beyond";
    public const string PublicationUnsigned = "publication-unsigned";
    public const string PublicationOrder = "publication-order";

    // What authorities have stamped; the index is the size.
    public const string TimeStampDiffers = "timestamp-differs";
    public const string TimeStampBeyond = "timestamp-beyond";

    // A log and the closed one before it.
    public const string SealDiffers = "seal-differs";

    // Read models.
    public const string ReadModelMissing = "read-model-missing";
    public const string ReadModelDiffers = "read-model-differs";
    public const string ReadModelForeign = "read-model-foreign";

    // The count of accesses to a person's data.
    public const string CountDiffers = "count-differs";

    // What is signed for wallets.
    public const string StatusListDiffers = "status-list-differs";
}
