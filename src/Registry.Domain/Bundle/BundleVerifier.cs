using Registry.Domain.Anchoring;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Domain.Bundle;

/// <summary>
/// Judges an evidence bundle offline: zip, manifest, checkpoint, entries, digests; then what was demanded. Constant memory
/// but for keys, erasures and, without scratch, ids. Trusts nothing but what is pinned; whatever the bytes are, the answer
/// is a report.
/// </summary>
public sealed class BundleVerifier
{
    private readonly BundleDemands demands;
    private readonly Action<SeenEntry>? seen;
    private readonly Scratch? scratch;
    private readonly ErasureCover erasures = new();
    private readonly BatchCover batches = new();
    private BundleManifest? manifest;
    private Checkpoint? checkpoint;
    private ExportVerdict? gap;
    private bool extends;
    private IReadOnlyDictionary<Guid, (long First, long Last)> versions = new Dictionary<Guid, (long First, long Last)>();
    private EntryChecks? checks;
    private bool followed;
    private int judgedBefore;
    private (long Entries, long Withheld, int Keys, IReadOnlyList<SuspectRange> Suspects, Discontinuity? Discontinuity) found;
    private (int Cosignatures, DateTimeOffset? KnownAt) witnessed;
    private IReadOnlyList<StampedTree> stamped = [];

    /// <param name="seen">
    /// Told every entry, log by log, the newest log first; entries of logs before have indexes below 0. Rely on it only once the
    /// integrity is sound.
    /// </param>
    /// <param name="scratch">Null to keep the ids of all events and streams in memory.</param>
    public BundleVerifier(BundleDemands demands, Action<SeenEntry>? seen = null, Scratch? scratch = null) =>
        (this.demands, this.seen, this.scratch) = (demands, seen, scratch);

    /// <summary>The last checkpoint that was seen, where it is of the bundle's log.</summary>
    private Checkpoint? Last => demands.Last is { } last && last.Origin == manifest!.Log ? last : null;

    /// <summary>The checkpoint as the bundle has it, once its integrity is sound: what to remember.</summary>
    public string CheckpointNote { get; private set; } = "";

    /// <summary>Reads the whole bundle once, and its entries again where somebody was erased.</summary>
    /// <param name="file">Seekable.</param>
    public BundleReport Verify(Stream file)
    {
        var fault = BundleMembers.Open(file, out var members);
        using (members)
            fault ??= Judge(members!);
        return fault switch
        {
            null => new(
                ExportVerdict.Ok(
                    found.Discontinuity is null ? VerdictCodes.BundleIntact : VerdictCodes.OkDiscontinuity,
                    $"{found.Entries} entries under one signed checkpoint."),
                gap ?? ExportVerdict.Ok(VerdictCodes.BundleComplete, $"Scope {manifest!.Scope.Kind}."),
                Freshness(), Summary()),
            { Outcome: ExportOutcome.Incomplete } => new(null, fault, null, null),
            _ => new(fault, null, null, null),
        };
    }

    private ExportVerdict? Judge(BundleMembers members) =>
        TakeManifest(members) ?? TakeCheckpoint(members) ?? TakeEntries(members) ?? TakeKeys() ?? TakeBefore(members)
        ?? TakeRest(members) ?? TakeLast(members) ?? TakeStamps(members) ?? CountErased(members);

    private ExportVerdict? TakeManifest(BundleMembers members)
    {
        if (ReadWhole(members, BundleFormat.Manifest, out var content) is { } unread)
            return unread;
        if (BundleManifest.Read(content, out manifest) is { } malformed)
            return malformed;
        var key = manifest!.Key;
        // Another key of the same log may have been introduced by the pinned one, which the key records show.
        if (demands.Key is { } pinned && pinned.Name != manifest.Log)
            return ExportVerdict.UntrustedKey(VerdictCodes.VkeyNotPinned, $"Pinned is {pinned}, the bundle names {key}.");
        if (demands.Origin is { } origin && origin != manifest.Log)
            return ExportVerdict.UntrustedKey(VerdictCodes.OriginNotPinned, $"Asked for was {origin}, the bundle is of {manifest.Log}.");
        return key.Name == manifest.Log
            ? null
            : ExportVerdict.Tampered(VerdictCodes.VkeyOtherLog, null, $"The key is of {key.Name}, the log is {manifest.Log}.");
    }

    private ExportVerdict? TakeCheckpoint(BundleMembers members)
    {
        if (ReadWhole(members, BundleFormat.Checkpoint, out var content) is { } unread)
            return unread;
        var note = SignedNote.Parse(content);
        var opened = note.Ok ? Checkpoint.Open(note.Value.ToString(), manifest!.Key, manifest.Log) : null;
        if (opened is not { Value: { } signed })
            return ExportVerdict.Tampered(VerdictCodes.CheckpointSignature, null, opened?.Reason ?? note.Reason);
        if (demands.Key is { Type: NoteVerifierKey.Sm2Type } second && note.Value!.Verify(second) is { Ok: false } unsigned)
            return ExportVerdict.UntrustedKey(VerdictCodes.VkeyNotPinned, $"Pinned is {second}: {unsigned.Reason}.");
        if (signed.Size != manifest!.Size)
            return ExportVerdict.Tampered(
                VerdictCodes.CheckpointSize, null, $"The checkpoint covers {signed.Size} entries, the manifest says {manifest.Size}.");
        if (manifest.Scope is BundleScope.Period period && period.To > signed.Size)
            return ExportVerdict.Tampered(
                VerdictCodes.ManifestMalformed, null, $"The period ends at {period.To}, the checkpoint at {signed.Size}.");
        (checkpoint, CheckpointNote) = (signed, note.Value!.ToString());
        return demands.Policy is { } policy ? TakeWitnesses(policy) : null;
    }

    private ExportVerdict? TakeWitnesses(TlogPolicy policy)
    {
        var opened = policy.Open(CheckpointNote);
        if (opened is not { Value: { } signed })
            return opened.Fault is NoteFault.NoKnownSignature
                ? ExportVerdict.UntrustedKey(VerdictCodes.VkeyNotPinned, opened.Reason)
                : ExportVerdict.Tampered(VerdictCodes.CheckpointSignature, null, opened.Reason);
        if (!signed.QuorumMet)
            return ExportVerdict.UntrustedKey(
                VerdictCodes.QuorumNotMet, $"{signed.Cosignatures.Count} of the policy's witnesses have cosigned.");
        witnessed = (signed.Cosignatures.Count, policy.AsksForWitnesses ? KnownAt(policy, signed.Cosignatures) : null);
        return null;
    }

    // The newest time that enough witnesses bear out: no single clock that is ahead makes an old bundle new.
    private static DateTimeOffset KnownAt(TlogPolicy policy, IReadOnlyList<PolicyCosignature> cosignatures)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return cosignatures.OrderByDescending(one => one.At).First(one => names.Add(one.Witness) && policy.IsMetBy(names)).At;
    }

    private ExportVerdict? TakeEntries(BundleMembers members)
    {
        var (wanted, foreign) = manifest!.Scope is BundleScope.Everything
            ? (BundleFormat.History, BundleFormat.Entries)
            : (BundleFormat.Entries, BundleFormat.History);
        if (!members.Has(wanted))
            return BundleMembers.Missing(wanted);
        if (members.Has(foreign))
            return ExportVerdict.Tampered(VerdictCodes.MemberUnknown, null, $"No member of a bundle of this scope: {foreign}");
        return members.Read(wanted, manifest.Scope is BundleScope.Everything ? TakeHistory : TakeScoped);
    }

    private ExportVerdict? TakeScoped(Stream content)
    {
        var entries = new EntriesVerifier(
            checkpoint!, manifest!.Scope, seen, inParts: LogOrigin.FollowsLoss(manifest.Log), erasures, batches, scratch);
        if (entries.Verify(content) is { } fault)
            return fault;
        (gap, checks, versions) = (entries.Gap, entries.Checks, entries.Versions);
        found = (entries.Count, entries.Withheld, entries.Keys, entries.Suspects, entries.Discontinuity);
        return null;
    }

    private ExportVerdict? TakeHistory(Stream content)
    {
        var verifier = new ExportVerifier(manifest!.Key, SeeHistory, scratch);
        var lines = new ExportLines(content);
        while (lines.TryNext(out var line, out var ended))
        {
            if (!ended)
                return verifier.TakeUnended();
            if (verifier.Take(line) is { } fault)
                return fault;
            // The tree of the last checkpoint comes by on the way, so that the whole history is its own proof.
            if (verifier.Seen == Last?.Size && verifier.Summary.Root == Last.Root.ToString())
                extends = true;
        }
        if (verifier.Finish() is { Outcome: not ExportOutcome.Ok } unfinished)
            return unfinished;
        var summary = verifier.Summary;
        checks = verifier.Checks;
        found = (summary.Size, 0, summary.Keys, summary.Suspects, summary.Discontinuity);
        return summary.Root == checkpoint!.Root.ToString() && summary.Size == checkpoint.Size
            ? null
            : ExportVerdict.Tampered(VerdictCodes.RootMismatch, null, $"Signed root {checkpoint.Root}, the history's is {summary.Root}.");
    }

    private void SeeHistory(SeenEntry entry)
    {
        if (entry.Data is { } data)
            erasures.Take(entry.Entry, entry.Index, data);
        seen?.Invoke(entry);
    }

    private ExportVerdict? TakeKeys()
    {
        var note = SignedNote.Parse(CheckpointNote).Value!;
        return LogSignatures.Check(note, checkpoint!, manifest!.Key, checks!.LogKeys, out var signers)
            ?? LogSignatures.Pinned(demands.Key is { Type: NoteVerifierKey.Sm2Type } ? null : demands.Key, signers, checks.LogKeys, out followed)
            ?? (demands.Root is { } root && checks.Unendorsed(root.PublicKey, signers) is { } stranger
                ? ExportVerdict.UntrustedKey(VerdictCodes.KeyNotEndorsed, $"The pinned root has not endorsed {stranger}.")
                : null);
    }

    private ExportVerdict? TakeBefore(BundleMembers members)
    {
        var before = new LogsBefore(members, manifest!.Log, manifest.Scope, versions, seen, erasures, batches, scratch);
        var fault = before.Verify(found.Discontinuity);
        gap ??= before.Gap ?? erasures.Gap ?? batches.Gap;
        found.Entries += before.Entries;
        found.Withheld += before.Withheld;
        found.Suspects = [.. before.Suspects, .. found.Suspects];
        judgedBefore = before.Judged;
        return fault ?? batches.Fault;
    }

    private ExportVerdict? CountErased(BundleMembers members) => !erasures.IsNeeded ? null
        : Enumerable.Range(1, judgedBefore).Select(BundleFormat.Before)
            .Prepend(manifest!.Scope is BundleScope.Everything ? BundleFormat.History : BundleFormat.Entries)
            .Select(member => members.Read(member, erasures.CountIn)).FirstOrDefault(fault => fault is not null);

    // Nothing here is judged by it, but its bytes are those that were written.
    private static ExportVerdict? TakeRest(BundleMembers members) => ReadWhole(members, BundleFormat.Policy, out _);

    private ExportVerdict? TakeStamps(BundleMembers members)
    {
        var stamps = new BundleStamps(members, checkpoint!, demands);
        if (stamps.Check() is { } fault)
            return fault;
        (stamped, gap) = (stamps.Trees, gap ?? stamps.Gap);
        return null;
    }

    private ExportVerdict? TakeLast(BundleMembers members)
    {
        // A proof that nobody asked for must be a proof all the same.
        foreach (var member in members.Names.Where(name => name.StartsWith("consistency/", StringComparison.Ordinal)))
        {
            if (members.Read(member, out var content) is { } fault)
                return fault;
            if (BundleFormat.ReadProof(content) is not { } proof)
                return ExportVerdict.Tampered(VerdictCodes.Consistency, null, $"{member} is no list of hashes.");
            if (BundleFormat.OldSizeOf(member) > checkpoint!.Size)
                return ExportVerdict.Tampered(VerdictCodes.Consistency, null, $"{member} is of a size that the log does not have.");
            if (Last is { } known && member == BundleFormat.Consistency(known.Size) && known.Size <= checkpoint!.Size)
            {
                if (!MerkleTree.VerifyConsistency(known.Size, known.Root, checkpoint.Size, checkpoint.Root, proof))
                    return Fork(known);
                extends = true;
            }
        }
        if (demands.Last is { } foreign && foreign.Origin != manifest!.Log)
            return TakeLastOfAnother(foreign);
        if (Last is not { } last || last.Size > checkpoint!.Size)
            return null;
        extends |= last.Size == 0 || last.Size == checkpoint.Size && last.Root == checkpoint.Root;
        if (extends)
            return null;
        if (last.Size == checkpoint.Size || manifest!.Scope is BundleScope.Everything)
            return Fork(last);
        gap ??= ExportVerdict.Incomplete(
            VerdictCodes.ConsistencyMissing, null, $"There is no {BundleFormat.Consistency(last.Size)} to tell by.");
        return null;
    }

    // Nothing here is false, and still something that was promised is not there: incomplete, not tampered.
    private ExportVerdict? TakeLastOfAnother(Checkpoint last)
    {
        if (found.Discontinuity is not { } loss || loss.After != last.Origin)
            return ExportVerdict.UntrustedKey(
                VerdictCodes.OriginNotPinned, $"The last checkpoint is of {last.Origin}, the bundle of {manifest!.Log}.");
        gap = last.Size > loss.Extended
            ? ExportVerdict.Incomplete(
                VerdictCodes.TailLost, null,
                $"The last checkpoint covers {last.Size} entries of {last.Origin}; {loss.Size} are left, the first {loss.Extended} of them as signed.")
            : ExportVerdict.Incomplete(
                VerdictCodes.ConsistencyMissing, null, $"The last checkpoint is of {last.Origin}, which a bundle of its own shows.");
        return null;
    }

    private ExportVerdict Fork(Checkpoint last) => ExportVerdict.Tampered(
        VerdictCodes.Consistency, null,
        $"Root {checkpoint!.Root} over {checkpoint.Size} entries does not extend root {last.Root} over {last.Size}.");

    private ExportVerdict Freshness()
    {
        if (Last is { } last && last.Size > checkpoint!.Size)
            return ExportVerdict.Stale(
                VerdictCodes.OlderThanLast, $"The last checkpoint covers {last.Size} entries, the bundle's {checkpoint.Size}.");
        if (demands.MaxAge is not { } age)
            return ExportVerdict.Ok(VerdictCodes.AgeUnasked, "");
        if (witnessed.KnownAt is not { } at)
            return ExportVerdict.Stale(VerdictCodes.AgeUnknown, $"Asked for was an age of at most {age}.");
        return demands.Now - at <= age
            ? ExportVerdict.Ok(VerdictCodes.Fresh, $"Seen by witnesses at {LogEntry.TimeText(at)}.")
            : ExportVerdict.Stale(VerdictCodes.TooOld, $"Seen by witnesses at {LogEntry.TimeText(at)}, asked for was an age of at most {age}.");
    }

    private BundleSummary Summary() => new(
        manifest!.Log, manifest.Scope.Kind, checkpoint!.Size, checkpoint.Root.ToString(), found.Entries, found.Withheld, erasures.Count, erasures.Values,
        found.Keys, manifest.Key.ToString(), demands.Key is not null || demands.Policy is not null, followed, demands.Root is not null,
        found.Suspects,
        witnessed.Cosignatures, witnessed.KnownAt, stamped,
        extends ? Last!.Size : null, found.Discontinuity);

    private static ExportVerdict? ReadWhole(BundleMembers members, string member, out byte[] content)
    {
        content = [];
        return members.Has(member) ? members.Read(member, out content) : BundleMembers.Missing(member);
    }
}
