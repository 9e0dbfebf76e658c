using System.Text.Json;
using Registry.Domain.Keys;
using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>
/// Replays an export line by line: canonical bytes, entry, chain, stream order, commitment, key, signature; then tree and
/// checkpoint. Constant memory but for keys and, without scratch, ids. Trusts nothing but the checkpoint key; whatever the
/// bytes are, the answer is a verdict.
/// </summary>
public sealed class ExportVerifier
{
    private readonly NoteVerifierKey? pinned;
    private readonly Action<SeenEntry>? seen;
    private readonly EntryChecks entries = new();
    private readonly UniqueEvents events;
    private readonly StreamOrder streams;
    private readonly SignatureQueue signatures = new();
    private NoteVerifierKey? key;
    private string origin = "";
    private long size = -1;
    private CompactRange tree = CompactRange.Empty;
    private LogHash chain;
    private Checkpoint? checkpoint;
    private IReadOnlyList<NoteVerifierKey> signers = [];
    private bool followed;
    private ExportVerdict? fault;

    /// <param name="pinned">The log's key as known from elsewhere; null to take the export's own, which proves less.</param>
    /// <param name="seen">Told every entry that was found sound as far as known, in order. Rely on it after the last line only.</param>
    /// <param name="scratch">Null to keep the ids of all events and streams in memory.</param>
    public ExportVerifier(NoteVerifierKey? pinned, Action<SeenEntry>? seen = null, Scratch? scratch = null)
    {
        (this.pinned, this.seen) = (pinned, seen);
        (events, streams) = (new(scratch), new(scratch));
    }

    /// <summary>The authority's root as known from elsewhere: then it must have endorsed the authority's and the log's keys.</summary>
    public RootKey? Root { get; init; }

    internal EntryChecks Checks => entries;

    /// <summary>Entries seen so far.</summary>
    public long Seen => tree.Size;

    /// <summary>Entries the head promises; -1 before the head was read.</summary>
    public long Size => size;

    public ExportSummary Summary => new(
        origin, tree.Size, tree.Root().ToString(), chain.ToString(), entries.KeyCount, streams.Count,
        key?.ToString() ?? "", pinned is not null, followed, Root is not null, entries.Suspects, entries.Discontinuity);

    /// <summary>
    /// Takes one line without its line feed. Null as long as nothing is known to be wrong: a wrong signature or place may
    /// be told some lines later, but then still as the first fault. A fault stays.
    /// </summary>
    public ExportVerdict? Take(ReadOnlySpan<byte> line) => fault ??= InOrder(CanonicalLine.ReadEntry(line, Place, Judge));

    /// <summary>To be called in place of <see cref="Take"/> for bytes that no line feed ends.</summary>
    public ExportVerdict TakeUnended() => fault ??= InOrder(ExportVerdict.Incomplete(
        VerdictCodes.LineUnended, Place, "The file ends within a line: every line, the last one too, ends in a line feed."))!;

    /// <summary>To be called after the last line.</summary>
    public ExportVerdict Finish() => fault ??= Late() ?? End();

    /// <summary>The entry that the next line should hold; null for the head and for what follows the entries.</summary>
    private long? Place => tree.Size < size ? tree.Size : null;

    private ExportVerdict? InOrder(ExportVerdict? found) => found is null ? null : Late() ?? found;

    // These lag behind: what is wrong among them is of an earlier entry, or of this one's place, so it comes first.
    private ExportVerdict? Late() =>
        ExportVerdict.Earlier(ExportVerdict.Earlier(events.Finish(), streams.Finish()), signatures.Finish());

    private ExportVerdict End()
    {
        if (size < 0)
            return ExportVerdict.Incomplete(VerdictCodes.HeadMissing, null, "The file is empty.");
        if (tree.Size < size)
            return ExportVerdict.Incomplete(
                VerdictCodes.EntriesMissing, tree.Size, $"{size} entries promised, {tree.Size} there.");
        if (checkpoint is null)
            return ExportVerdict.Incomplete(VerdictCodes.CheckpointMissing, null, "The file ends before the checkpoint.");
        if (LogSignatures.Pinned(pinned, signers, entries.LogKeys, out followed) is { } untrusted)
            return untrusted;
        if (Root is not null && entries.Unendorsed(Root.PublicKey, signers) is { } stranger)
            return ExportVerdict.UntrustedKey(VerdictCodes.KeyNotEndorsed, $"The pinned root has not endorsed {stranger}.");
        return ExportVerdict.Ok(
            entries.Discontinuity is null ? VerdictCodes.Ok : VerdictCodes.OkDiscontinuity, $"{tree.Size} entries under one signed checkpoint.");
    }

    private ExportVerdict? Judge(JsonElement line, LogEntry? entry, ReadOnlySpan<byte> body)
    {
        if (size < 0)
            return TakeHead(line);
        if (checkpoint is not null)
            return ExportVerdict.Tampered(VerdictCodes.LineAfterCheckpoint, null, "Nothing may follow the checkpoint.");
        return tree.Size < size ? TakeEntry(line, entry, body) : TakeCheckpoint(line);
    }

    private ExportVerdict? TakeHead(JsonElement line)
    {
        if (!line.HasExactly("format", "log", "size", "vkey") || line.TextOf("format") != ExportFormat.Name
            || line.TextOf("log") is not { } log || !LogEntry.IsPlain(log) || line.TextOf("vkey") is not { } vkey
            || line.WholeOf("size") is not { } promised)
            return ExportVerdict.Tampered(
                VerdictCodes.HeadMalformed, null, $"The first line is not a head of {ExportFormat.Name}.");
        if (!NoteVerifierKey.TryParse(vkey, out var own, out var reason) || own is null)
            return ExportVerdict.Tampered(VerdictCodes.VkeyMalformed, null, reason ?? "");
        // Another key of the same log may have been introduced by the pinned one, which shows at the end.
        if (pinned is not null && pinned.Name != log)
            return ExportVerdict.UntrustedKey(VerdictCodes.VkeyNotPinned, $"Pinned is {pinned}, the export names {own}.");
        if (own.Name != log)
            return ExportVerdict.Tampered(VerdictCodes.VkeyOtherLog, null, $"The key is of {own.Name}, the log is {log}.");

        (origin, key, size, chain) = (log, own, promised, HashChain.Start(log));
        return null;
    }

    private ExportVerdict? TakeEntry(JsonElement line, LogEntry? entry, ReadOnlySpan<byte> body)
    {
        var index = tree.Size;
        if (!line.HasExactly("chain", "entry", "payload", "salt")
            || line.TextOf("chain") is not { } said || line.TextOf("salt") is not { } salt)
            return ExportVerdict.Tampered(
                VerdictCodes.LineMalformed, index, "An entry's line has chain, entry, payload and salt, no more and no less.");

        if (entry is null && !CanonicalLine.TryEntry(line, out entry, out body, out var reason))
            return ExportVerdict.Tampered(VerdictCodes.EntryMalformed, index, reason);
        if (entry.Log != origin)
            return ExportVerdict.Tampered(VerdictCodes.EntryOtherLog, index, $"The entry is of {entry.Log}.");

        var leaf = MerkleTree.LeafHash(body);
        chain = HashChain.Next(chain, leaf);
        if (said != chain.ToString())
            return ExportVerdict.Tampered(VerdictCodes.ChainBroken, index, $"Expected {chain}, found {said}.");
        if ((events.Take(entry, index) ?? streams.Take(entry, index)) is { } misplaced)
            return misplaced;
        if (entries.CheckContent(entry, index, line.GetProperty("payload"), salt, out var signer) is { } wrong)
            return wrong;
        tree = tree.Append(leaf);
        seen?.Invoke(new(index, entry, line.GetProperty("payload").GetProperty("data")));
        return signatures.Add(index, entry, body, signer!);
    }

    private ExportVerdict? TakeCheckpoint(JsonElement line)
    {
        if (!line.HasExactly("checkpoint") || line.TextOf("checkpoint") is not { } text)
            return ExportVerdict.Tampered(VerdictCodes.CheckpointMalformed, null, $"After {size} entries comes a checkpoint.");
        var parsed = SignedNote.Parse(text);
        if (!parsed.Ok)
            return ExportVerdict.Tampered(VerdictCodes.CheckpointSignature, null, parsed.Reason);
        if (!Checkpoint.TryParse(parsed.Value.Text, out var signed, out var reason) || signed is null || signed.Origin != origin)
            return ExportVerdict.Tampered(VerdictCodes.CheckpointSignature, null, reason ?? $"The checkpoint is of {signed!.Origin}.");
        if (LogSignatures.Check(parsed.Value, signed, key!, entries.LogKeys, out signers) is { } unsigned)
            return unsigned;
        // A line of a key that is unknown here would be bytes that nothing covers, and so would be another order.
        var ids = parsed.Value.Signatures.Select(one => one.KeyId).ToArray();
        if (parsed.Value.Signatures.Count != signers.Count || !ids.SequenceEqual(ids.Order()))
            return ExportVerdict.Tampered(
                VerdictCodes.CheckpointMalformed, null, "The checkpoint has lines of the log's live keys alone, each once, by key id.");
        if (signed.Size != size)
            return ExportVerdict.Tampered(
                VerdictCodes.CheckpointSize, null, $"The checkpoint covers {signed.Size} entries, the head says {size}.");
        if (signed.Root != tree.Root())
            return ExportVerdict.Tampered(
                VerdictCodes.RootMismatch, null, $"Signed root {signed.Root}, the entries' is {tree.Root()}.");
        checkpoint = signed;
        return null;
    }
}
