using System.Runtime.InteropServices;
using System.Text.Json;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Domain.Bundle;

/// <summary>
/// Judges entries out of a log line by line, each by its own proof of inclusion: place, commitment, key, signature. What is
/// missing is noted and does not stop the rest from being judged.
/// </summary>
/// <param name="checkpoint">Tree that the proofs lead to.</param>
/// <param name="inParts">Whether the scope's streams may lie in more logs than this one.</param>
/// <param name="erasures">Told what was erased and what is left out for it, in all logs of the bundle.</param>
/// <param name="batches">Told what the scope's licence was minted by, in all logs of the bundle.</param>
/// <param name="start">What its index 0 is among all logs of the bundle.</param>
internal sealed class EntriesVerifier(
    Checkpoint checkpoint, BundleScope scope, Action<SeenEntry>? seen, bool inParts, ErasureCover erasures, BatchCover batches,
    Scratch? scratch, long start = 0)
{
    private readonly EntryChecks checks = new();
    private readonly SignatureQueue signatures = new();
    private readonly InclusionVerifier inclusion = new(checkpoint.Size, checkpoint.Root);
    private readonly ScopeCover cover = new(scope, inParts);
    private readonly UniqueEvents events = new(scratch);
    private ExportVerdict? keyGap;
    private long last = -1;

    public long Count { get; private set; }

    public long Withheld { get; private set; }

    public int Keys => checks.KeyCount;

    public IReadOnlyList<SuspectRange> Suspects => checks.Suspects;

    public Discontinuity? Discontinuity => checks.Discontinuity;

    public EntryChecks Checks => checks;

    /// <summary>Where each of the scope's streams begins and ends here.</summary>
    public IReadOnlyDictionary<Guid, (long First, long Last)> Versions => cover.Versions;

    /// <summary>The first thing that is missing, once <see cref="Verify"/> has found nothing wrong.</summary>
    public ExportVerdict? Gap { get; private set; }

    /// <summary>Null when nothing that is there is wrong.</summary>
    public ExportVerdict? Verify(Stream content)
    {
        var lines = new ExportLines(content);
        while (lines.TryNext(out var line, out var ended))
        {
            var fault = ended
                ? CanonicalLine.ReadEntry(line, last + 1, Take)
                : ExportVerdict.Incomplete(VerdictCodes.LineUnended, null, "The entries end within a line.");
            if (fault is not null)
                return Late() ?? fault;
        }
        cover.Finish();
        Gap = keyGap ?? (Count == 0 && checkpoint.Size > 0 ? NoAuthority() : cover.Gap);
        return Late();
    }

    // These lag behind: what is wrong among them is of an earlier entry, or of this one's place, so it comes first.
    private ExportVerdict? Late() => ExportVerdict.Earlier(events.Finish(), signatures.Finish());

    private ExportVerdict? Take(JsonElement line, LogEntry? entry, ReadOnlySpan<byte> body)
    {
        var withheld = line.HasExactly("entry", "index", "proof", "withheld");
        if (!withheld && !line.HasExactly("entry", "index", "payload", "proof", "salt")
            || line.WholeOf("index") is not { } index || ProofIn(line) is not { } proof)
            return ExportVerdict.Tampered(
                VerdictCodes.LineMalformed, last + 1, "A line has entry, index and proof, and payload with salt, or why they are withheld.");
        if (entry is null && !CanonicalLine.TryEntry(line, out entry, out body, out var reason))
            return ExportVerdict.Tampered(VerdictCodes.EntryMalformed, index, reason);
        if (Place(entry, index, body, proof) is { } misplaced)
            return misplaced;
        if (index > 0 && Count == 0)
            keyGap = NoAuthority();
        Count++;
        // Without the record of its key nothing of the entry but its place can be judged.
        if (index > 0 && !checks.Knows(entry.Kid))
            keyGap ??= ExportVerdict.Incomplete(VerdictCodes.KeyRecordMissing, index, $"The record of key {entry.Kid} is not there.");
        else if ((withheld ? TakeWithheld(entry, index, body, line) : TakeOpen(entry, index, body, line)) is { } wrong)
            return wrong;
        return null;
    }

    private ExportVerdict? Place(LogEntry entry, long index, ReadOnlySpan<byte> body, LogHash[] proof)
    {
        if (entry.Log != checkpoint.Origin)
            return ExportVerdict.Tampered(VerdictCodes.EntryOtherLog, index, $"The entry is of {entry.Log}.");
        if (index <= last)
            return ExportVerdict.Tampered(VerdictCodes.EntryOrder, index, $"Entry {index} stands behind entry {last}.");
        if (!inclusion.Verify(index, MerkleTree.LeafHash(body), proof))
            return ExportVerdict.Tampered(
                VerdictCodes.Inclusion, index, $"Event {entry.Id} is not entry {index} of the tree with root {checkpoint.Root}.");
        last = index;
        return events.Take(entry, index) ?? cover.Take(entry, index);
    }

    private ExportVerdict? TakeOpen(LogEntry entry, long index, ReadOnlySpan<byte> body, JsonElement line)
    {
        if (line.TextOf("salt") is not { } salt)
            return ExportVerdict.Tampered(VerdictCodes.LineMalformed, index, "A salt is text.");
        var payload = line.GetProperty("payload");
        if (checks.CheckContent(entry, index, payload, salt, out var key) is { } wrong)
            return wrong;
        var data = payload.GetProperty("data");
        erasures.Take(entry, start + index, data);
        batches.Take(scope, entry, start + index, data);
        seen?.Invoke(new(index, entry, data));
        return signatures.Add(index, entry, body, key!);
    }

    private ExportVerdict? TakeWithheld(LogEntry entry, long index, ReadOnlySpan<byte> body, JsonElement line)
    {
        var reason = line.TextOf("withheld");
        if (reason is not (BundleFormat.NotGranted or BundleFormat.Erased))
            return ExportVerdict.Tampered(VerdictCodes.LineMalformed, index, "A payload is withheld for a reason that is none.");
        // What a key record says is public, and all later signatures hang on it.
        if (ScopeCover.IsAboutKeys(entry))
            return ExportVerdict.Tampered(VerdictCodes.KeyRecord, index, $"The key record of event {entry.Id} is withheld.");
        if (checks.CheckWithheld(entry, index, out var key) is { } wrong)
            return wrong;
        Withheld++;
        batches.Take(scope, entry, start + index, data: null);
        if (reason is BundleFormat.Erased)
            erasures.LeaveOut(entry, start + index);
        seen?.Invoke(new(index, entry, null, IsErased: reason is BundleFormat.Erased));
        return signatures.Add(index, entry, body, key!);
    }

    private static LogHash[]? ProofIn(JsonElement line)
    {
        var proof = line.GetProperty("proof");
        if (proof.ValueKind is not JsonValueKind.Array)
            return null;
        var hashes = new LogHash[proof.GetArrayLength()];
        var next = 0;
        // Base64 needs no escape, so that its canonical form is the text between the quotes.
        foreach (var item in proof.EnumerateArray())
            if (item.ValueKind is not JsonValueKind.String
                || !LogHash.TryFromBase64(JsonMarshal.GetRawUtf8Value(item)[1..^1], out hashes[next++]))
                return null;
        return hashes;
    }

    private static ExportVerdict NoAuthority() =>
        ExportVerdict.Incomplete(VerdictCodes.KeyRecordMissing, 0, "Entry 0 with the authority's key is not there.");
}
