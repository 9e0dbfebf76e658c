using System.Runtime.InteropServices;
using System.Text.Json;
using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>
/// What must hold of one entry wherever it stands: commitment, time, tags, and a key that an earlier entry introduced for
/// whoever acted. Key records are events, so they are folded as they come by.
/// </summary>
public sealed class EntryChecks
{
    private readonly KeyRing keys = new();

    public int KeyCount => keys.Count;

    public IReadOnlyList<SuspectRange> Suspects => keys.Suspects;

    /// <inheritdoc cref="KeyRing.Discontinuity"/>
    public Discontinuity? Discontinuity => keys.Discontinuity;

    /// <inheritdoc cref="KeyRing.Unendorsed"/>
    public string? Unendorsed(string root, IReadOnlyList<NoteVerifierKey> checkpointKeys) => keys.Unendorsed(root, checkpointKeys);

    internal LogKeyRing LogKeys => keys.LogKeys;

    /// <summary>All but the signature, which is left to be verified with the key.</summary>
    public ExportVerdict? CheckContent(LogEntry entry, long index, JsonElement payload, string salt, out KeyRecord? key)
    {
        key = null;
        if (CheckCommitment(entry, index, payload, salt) is { } uncommitted)
            return uncommitted;
        if (EntryPayload.Read(payload) is not { } read)
            return ExportVerdict.Tampered(
                VerdictCodes.PayloadMalformed, index, "A payload has the objects data and meta, and meta is text with its time.");
        // The payload repeats the entry's time, so that neither can be moved alone.
        if (read.At != LogEntry.TimeText(entry.Time))
            return ExportVerdict.Tampered(
                VerdictCodes.Time, index, $"The entry says {LogEntry.TimeText(entry.Time)}, its payload {read.At}.");
        return CheckTags(entry, index, read.Data) ?? keys.Learn(entry, index, read) ?? keys.Find(entry, index, read, out key);
    }

    // That each tag is the person's next one, only the person can tell; that nobody was left out, everybody.
    private static ExportVerdict? CheckTags(LogEntry entry, long index, JsonElement data)
    {
        var people = entry.Type.StartsWith("access_", StringComparison.Ordinal)
            && data.TryGetProperty("subjects", out var subjects) && subjects.ValueKind is JsonValueKind.Array ? subjects.GetArrayLength() : 0;
        return people == entry.Tags.Count
            ? null
            : ExportVerdict.Tampered(VerdictCodes.AccessTags, index, $"Event {entry.Id} is about {people} people, its entry has {entry.Tags.Count} tags.");
    }

    /// <summary>Who acted stands in the payload, so that without it only key and algorithm can be judged.</summary>
    public ExportVerdict? CheckWithheld(LogEntry entry, long index, out KeyRecord? key) => keys.Find(entry, index, null, out key);

    /// <summary>Whether an entry so far has introduced the key.</summary>
    public bool Knows(string kid) => keys.Knows(kid);

    /// <summary>Whether the entry commits to this payload and salt.</summary>
    public static ExportVerdict? CheckCommitment(LogEntry entry, long index, JsonElement payload, string salt)
    {
        if (!StrictBase64.TryDecode(salt, out var bytes) || bytes.Length != Commitment.SaltLength)
            return ExportVerdict.Tampered(VerdictCodes.SaltMalformed, index, "A salt is 32 bytes in base64.");
        return Commitment.Of(bytes, JsonMarshal.GetRawUtf8Value(payload)) == entry.Commit
            ? null
            : ExportVerdict.Tampered(
                VerdictCodes.Commitment, index, $"The payload of event {entry.Id} is not what was committed to.");
    }
}
