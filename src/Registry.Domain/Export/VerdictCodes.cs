namespace Registry.Domain.Export;

/// <summary>
/// Every code a verdict can have. Stable: programs read them, docs/log-format.md lists them, and the verifier has a text
/// for each in both languages.
/// </summary>
public static class VerdictCodes
{
    public const string Ok = "ok";

    /// <summary>Nothing is wrong, and the log follows one whose tail is lost.</summary>
    public const string OkDiscontinuity = "ok-discontinuity";

    // The file and its lines.
    public const string HeadMissing = "head-missing";
    public const string LineUnended = "line-unended";
    public const string LineTooLong = "line-too-long";
    public const string CarriageReturn = "carriage-return";
    public const string NotJson = "not-json";
    public const string NotCanonical = "not-canonical";

    // The head.
    public const string HeadMalformed = "head-malformed";
    public const string VkeyMalformed = "vkey-malformed";
    public const string VkeyNotPinned = "vkey-not-pinned";
    public const string VkeyOtherLog = "vkey-other-log";

    // An entry and its place.
    public const string LineMalformed = "line-malformed";
    public const string EntryMalformed = "entry-malformed";
    public const string EntryOtherLog = "entry-other-log";
    public const string ChainBroken = "chain-broken";
    public const string EventRepeated = "event-repeated";
    public const string StreamOrder = "stream-order";

    // An entry and its payload.
    public const string SaltMalformed = "salt-malformed";
    public const string Commitment = "commitment";
    public const string PayloadMalformed = "payload-malformed";
    public const string Time = "time";

    // An entry that tells of a lost log.
    public const string DiscontinuityMissing = "discontinuity-missing";
    public const string DiscontinuityMisplaced = "discontinuity-misplaced";
    public const string DiscontinuityMalformed = "discontinuity-malformed";

    // An entry and its key.
    public const string KeyRecord = "key-record";
    public const string KeyIntroduced = "key-introduced";
    public const string KeyRepeated = "key-repeated";
    public const string KeyEnd = "key-end";
    public const string KeyEndedBy = "key-ended-by";
    public const string LogKey = "log-key";
    public const string Endorsement = "endorsement";
    public const string KeyUnknown = "key-unknown";
    public const string KeyNotValidAt = "key-not-valid-at";
    public const string Algorithm = "algorithm";
    public const string SignerNotAgency = "signer-not-agency";
    public const string Signature = "signature";
    public const string AccessTags = "access-tags";

    // The end.
    public const string KeyNotEndorsed = "key-not-endorsed";
    public const string EntriesMissing = "entries-missing";
    public const string CheckpointMissing = "checkpoint-missing";
    public const string CheckpointMalformed = "checkpoint-malformed";
    public const string CheckpointSignature = "checkpoint-signature";
    public const string CheckpointKeyEnded = "checkpoint-key-ended";
    public const string CheckpointSize = "checkpoint-size";
    public const string RootMismatch = "root-mismatch";
    public const string LineAfterCheckpoint = "line-after-checkpoint";

    // A receipt.
    public const string ReceiptOk = "receipt-ok";
    public const string ReceiptDiscontinuity = "receipt-discontinuity";
    public const string ReceiptMalformed = "receipt-malformed";
    public const string ReceiptEntryMissing = "receipt-entry-missing";

    // A bundle's answers where nothing is wrong.
    public const string BundleIntact = "bundle-intact";
    public const string BundleComplete = "bundle-complete";
    public const string AgeUnasked = "age-unasked";
    public const string Fresh = "fresh";

    // The accesses to a person's data, by their tags.
    public const string AccessesComplete = "accesses-complete";
    public const string AccessesUnbroken = "accesses-unbroken";
    public const string AccessOmitted = "access-omitted";
    public const string AccessRepeated = "access-repeated";

    // A bundle and its members.
    public const string BundleUnreadable = "bundle-unreadable";
    public const string BundleTruncated = "bundle-truncated";
    public const string MemberUnknown = "member-unknown";
    public const string MemberRepeated = "member-repeated";
    public const string MemberMissing = "member-missing";
    public const string MemberUnlisted = "member-unlisted";
    public const string MemberTooLong = "member-too-long";
    public const string MemberDigest = "member-digest";
    public const string SumsMalformed = "sums-malformed";
    public const string ManifestMalformed = "manifest-malformed";
    public const string OriginNotPinned = "origin-not-pinned";

    // An entry of a bundle.
    public const string EntryOrder = "entry-order";
    public const string EntryUnasked = "entry-unasked";
    public const string Inclusion = "inclusion";
    public const string StreamGap = "stream-gap";
    public const string KeyRecordMissing = "key-record-missing";
    public const string ErasureMissing = "erasure-missing";
    public const string BatchMissing = "batch-missing";
    public const string BatchApprovalMissing = "batch-approval-missing";
    public const string BatchUnapproved = "batch-unapproved";

    // A bundle against what the verifier knows.
    public const string Consistency = "consistency";
    public const string ConsistencyMissing = "consistency-missing";
    public const string TailLost = "tail-lost";
    public const string OlderThanLast = "older-than-last";
    public const string AgeUnknown = "age-unknown";
    public const string TooOld = "too-old";
    public const string QuorumNotMet = "quorum-not-met";
    public const string TimeStamp = "timestamp";
    public const string TimeStampMissing = "timestamp-missing";
    public const string TimeStampAuthority = "timestamp-authority";
}
