using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>
/// The keys that entries have introduced so far, and the end of their lives. The first entry introduces the authority's own
/// key and is signed with it; the authority's keys introduce and end all others. Position decides, never a time. In a log that
/// opens with a discontinuity, entry 0 carries that key, and records of keys of the log before are of no effect.
/// </summary>
internal sealed class KeyRing
{
    private readonly Dictionary<string, KeyRecord> keys = [];
    private readonly RootEndorsements endorsements = new();
    private string? authority;

    public int Count => keys.Count;

    /// <summary>What entry 0 tells of a lost log before this one; null when it tells of none.</summary>
    public Discontinuity? Discontinuity { get; private set; }

    public bool Knows(string kid) => keys.ContainsKey(kid);

    /// <summary>Entries that a compromised key signed, or somebody else who held it, in the order of the log.</summary>
    public IReadOnlyList<SuspectRange> Suspects =>
    [
        .. from key in keys.Values
           where key.SuspectFrom is not null && Math.Max(key.From, key.SuspectFrom.Value) < key.End
           let first = Math.Max(key.From, key.SuspectFrom!.Value)
           orderby first, key.Kid
           select new SuspectRange(key.Kid, key.Owner, first, key.End - 1)
    ];

    /// <summary>What the entries so far tell of the keys of checkpoints.</summary>
    public LogKeyRing LogKeys { get; } = new();

    /// <summary>A key of the authority, or the checkpoint key, that this root has not endorsed; null when there is none.</summary>
    /// <param name="root">SubjectPublicKeyInfo, base64.</param>
    /// <param name="checkpointKeys">Those that the checkpoint was verified with; one endorsed is enough.</param>
    public string? Unendorsed(string root, IReadOnlyList<NoteVerifierKey> checkpointKeys) =>
        keys.Values.Where(key => key.Owner == authority && !endorsements.Has(key.PublicKey, root)).MinBy(key => key.From)?.Kid
        ?? (checkpointKeys.Any(key => endorsements.Has(key.ToEndorsement().PublicKey, root)) ? null : checkpointKeys[0].ToString());

    /// <summary>Takes up what the entry says about a key, if it says anything.</summary>
    public ExportVerdict? Learn(LogEntry entry, long index, EntryPayload payload) => entry.Type switch
    {
        Discontinuity.EventType => Open(entry, index, payload),
        _ when index == 0 && LogOrigin.FollowsLoss(entry.Log) => ExportVerdict.Tampered(
            VerdictCodes.DiscontinuityMissing, index, $"{entry.Log} is the name of a log that opens with a discontinuity."),
        _ when IsOfKeyBefore(entry, payload) => null,
        KeyRecord.EventType => Introduce(entry, index, payload),
        KeyEnd.RetiredType or KeyEnd.CompromisedType => End(entry, index, payload),
        _ when LogKeyRing.Tells(entry) => IsOfAuthority(entry.Kid)
            ? LogKeys.Learn(entry, index, payload.Data)
            : ExportVerdict.Tampered(VerdictCodes.LogKey, index, $"Event {entry.Id} tells of the log's keys and is not the authority's."),
        _ when RootEndorsements.Tells(entry) => endorsements.Learn(entry, index, payload.Data, keys.GetValueOrDefault),
        _ => null,
    };

    /// <summary>
    /// The key that must have signed the entry, if it may: known and valid at this index, of that algorithm, of whoever acted.
    /// </summary>
    public ExportVerdict? Find(LogEntry entry, long index, EntryPayload? payload, out KeyRecord? key)
    {
        if (!keys.TryGetValue(entry.Kid, out key))
            return ExportVerdict.Tampered(VerdictCodes.KeyUnknown, index, $"No entry up to here introduces key {entry.Kid}.");
        if (!key.SignsAt(index))
            return ExportVerdict.Tampered(
                VerdictCodes.KeyNotValidAt, index, index < key.From
                    ? $"Key {entry.Kid} is introduced at entry {key.From}."
                    : $"Key {entry.Kid} was ended at entry {key.End}.");
        if (entry.Alg != key.Algorithm)
            return ExportVerdict.Tampered(
                VerdictCodes.Algorithm, index, $"Key {entry.Kid} is for {key.Algorithm}, the entry says {entry.Alg}.");
        if (payload is null)
            return null;
        var acting = payload.Agency ?? authority;
        return key.Owner == acting
            ? null
            : ExportVerdict.Tampered(
                VerdictCodes.SignerNotAgency, index, $"{acting} acted, but key {entry.Kid} is {key.Owner}'s.");
    }

    private ExportVerdict? Open(LogEntry entry, long index, EntryPayload payload)
    {
        if (index != 0 || !LogOrigin.FollowsLoss(entry.Log))
            return ExportVerdict.Tampered(
                VerdictCodes.DiscontinuityMisplaced, index, $"Event {entry.Id} stands at entry {index} of {entry.Log}.");
        if (Discontinuity.Read(entry, payload.Data, out var record) is not { } read || record is null)
            return ExportVerdict.Tampered(
                VerdictCodes.DiscontinuityMalformed, index, $"Event {entry.Id} names no lost checkpoint that its log signed, or contradicts itself.");
        (Discontinuity, authority) = (read, record.Owner);
        keys.Add(record.Kid, record);
        return null;
    }

    // A key that this log does not introduce signs nothing here, whatever becomes of it.
    private bool IsOfKeyBefore(LogEntry entry, EntryPayload payload) =>
        Discontinuity is not null && entry.Type is KeyEnd.RetiredType or KeyEnd.CompromisedType or RootEndorsements.EventKeyType
        && payload.Data.TextOf("kid") is { } kid && !keys.ContainsKey(kid);

    private ExportVerdict? Introduce(LogEntry entry, long index, EntryPayload payload)
    {
        if (KeyRecord.Read(payload.Data, index) is not { } record)
            return ExportVerdict.Tampered(
                VerdictCodes.KeyRecord, index, $"Event {entry.Id} names no public key that can be read, or not by its id.");
        if (index == 0)
            authority = record.Owner;
        else if (!IsOfAuthority(entry.Kid))
            return ExportVerdict.Tampered(
                VerdictCodes.KeyIntroduced, index, $"Key {record.Kid} is introduced by {entry.Kid}, not the authority's.");
        // A second record would give the earlier entries of a key another owner.
        return keys.TryAdd(record.Kid, record)
            ? null
            : ExportVerdict.Tampered(VerdictCodes.KeyRepeated, index, $"Key {record.Kid} was introduced by an earlier entry.");
    }

    private ExportVerdict? End(LogEntry entry, long index, EntryPayload payload)
    {
        if (KeyEnd.Read(entry, index, payload.Data) is not { } end || !keys.TryGetValue(end.Kid, out var key))
            return ExportVerdict.Tampered(
                VerdictCodes.KeyEnd, index, $"Event {entry.Id} does not say which known key ends, or from where on it is suspect.");
        if (!IsOfAuthority(entry.Kid))
            return ExportVerdict.Tampered(
                VerdictCodes.KeyEndedBy, index, $"Key {end.Kid} is ended by {entry.Kid}, not the authority's.");
        keys[end.Kid] = key with
        {
            End = Math.Min(key.End, index),
            SuspectFrom = end.SuspectFrom is { } from ? Math.Min(key.SuspectFrom ?? from, from) : key.SuspectFrom,
        };
        return null;
    }

    private bool IsOfAuthority(string kid) => keys.TryGetValue(kid, out var key) && key.Owner == authority;
}
