using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>
/// The keys that entries have introduced so far. The first entry introduces the authority's own key and is signed with it;
/// the authority's keys introduce all others.
/// </summary>
internal sealed class KeyRing
{
    private readonly Dictionary<string, KeyRecord> keys = [];
    private string? authority;

    public int Count => keys.Count;

    /// <summary>Takes up the key that the entry introduces, if it introduces one.</summary>
    public ExportVerdict? Learn(LogEntry entry, long index, EntryPayload payload)
    {
        if (entry.Type != KeyRecord.EventType)
            return null;
        if (KeyRecord.Read(payload.Data) is not { } record)
            return ExportVerdict.Tampered(
                VerdictCodes.KeyRecord, index, $"Event {entry.Id} names no public key that can be read, or not by its id.");
        if (index == 0)
            authority = record.Owner;
        else if (!keys.TryGetValue(entry.Kid, out var signer) || signer.Owner != authority)
            return ExportVerdict.Tampered(
                VerdictCodes.KeyIntroduced, index, $"Key {record.Kid} is introduced by {entry.Kid}, not the authority's.");
        // A second record would give the earlier entries of a key another owner.
        return keys.TryAdd(record.Kid, record)
            ? null
            : ExportVerdict.Tampered(VerdictCodes.KeyRepeated, index, $"Key {record.Kid} was introduced by an earlier entry.");
    }

    /// <summary>The key that must have signed the entry, if it may: known here, of that algorithm, of whoever acted.</summary>
    public ExportVerdict? Find(LogEntry entry, long index, EntryPayload payload, out KeyRecord? key)
    {
        if (!keys.TryGetValue(entry.Kid, out key))
            return ExportVerdict.Tampered(VerdictCodes.KeyUnknown, index, $"No entry up to here introduces key {entry.Kid}.");
        if (entry.Alg != key.Algorithm)
            return ExportVerdict.Tampered(
                VerdictCodes.Algorithm, index, $"Key {entry.Kid} is for {key.Algorithm}, the entry says {entry.Alg}.");
        var acting = payload.Agency ?? authority;
        return key.Owner == acting
            ? null
            : ExportVerdict.Tampered(
                VerdictCodes.SignerNotAgency, index, $"{acting} acted, but key {entry.Kid} is {key.Owner}'s.");
    }
}
