using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Domain.Bundle;

/// <summary>
/// Judges what a bundle holds of the logs before its own. Each is sealed as it stood by the discontinuity that opens the log
/// after it, so no signature of that log is needed, and entries that it never signed can be shown too.
/// </summary>
/// <param name="origin">Of the bundle's own log.</param>
/// <param name="versions">Where the scope's streams begin and end in the bundle's own log.</param>
/// <param name="seen">Told indexes below 0: -1 is the last entry of the log directly before.</param>
internal sealed class LogsBefore(
    BundleMembers members, string origin, BundleScope scope, IReadOnlyDictionary<Guid, (long First, long Last)> versions,
    Action<SeenEntry>? seen, ErasureCover erasures, BatchCover batches, Scratch? scratch)
{
    private readonly List<SuspectRange> suspects = [];
    private readonly Dictionary<Guid, long> firsts = versions.ToDictionary(stream => stream.Key, stream => stream.Value.First);

    public long Entries { get; private set; }

    public long Withheld { get; private set; }

    /// <summary>How many of the logs before were judged, the newest first.</summary>
    public int Judged { get; private set; }

    public IReadOnlyList<SuspectRange> Suspects => suspects;

    /// <summary>The first thing that is missing, once <see cref="Verify"/> has found nothing wrong.</summary>
    public ExportVerdict? Gap { get; private set; }

    /// <summary>Null when nothing that is there is wrong.</summary>
    /// <param name="loss">What opens the bundle's own log; null where it is not there.</param>
    public ExportVerdict? Verify(Discontinuity? loss)
    {
        if (scope is BundleScope.Period)
            return VerifyRest(judged: 0, isWhole: true);
        var (n, start, oldest) = (0, 0L, origin);
        while (loss is { } before)
        {
            var member = BundleFormat.Before(++n);
            if (!members.Has(member))
                return BundleMembers.Missing(member);
            (start, oldest) = (start - before.Size, before.After);
            if (Judge(member, before, start, out loss) is { } fault)
                return fault with { Detail = $"{member}: {fault.Detail}" };
            Judged = n;
        }
        if (LogOrigin.FollowsLoss(origin))
            RequireBeginnings();
        return VerifyRest(n, isWhole: !LogOrigin.FollowsLoss(oldest));
    }

    private ExportVerdict? Judge(string member, Discontinuity seal, long start, out Discontinuity? before)
    {
        before = null;
        _ = LogHash.TryFromHex(seal.Root, out var root);
        var entries = new EntriesVerifier(
            new Checkpoint(seal.After, seal.Size, root), scope is BundleScope.Everything ? new BundleScope.Period(0, seal.Size) : scope,
            seen is null ? null : entry => seen(entry with { Index = start + entry.Index }), inParts: true, erasures,
            batches, scratch, start);
        if (members.Read(member, entries.Verify) is { } fault)
            return fault with { Index = fault.Index + start };
        (Entries, Withheld) = (Entries + entries.Count, Withheld + entries.Withheld);
        suspects.InsertRange(0, entries.Suspects.Select(range => range with { First = range.First + start, Last = range.Last + start }));
        Gap = entries.Gap is { } gap ? gap with { Index = gap.Index + start } : Gap;
        before = entries.Discontinuity;
        foreach (var (stream, (first, last)) in entries.Versions)
        {
            if (firsts.TryGetValue(stream, out var next) && next != last + 1)
                Note($"Versions {last + 1} to {next - 1} of stream {stream} are not there.");
            firsts[stream] = first;
        }
        return null;
    }

    private void RequireBeginnings()
    {
        foreach (var stream in scope.StreamIds ?? [])
            if (!firsts.TryGetValue(stream, out var first))
                Note($"Nothing of stream {stream} is there.");
            else if (first != 1)
                Note($"Versions 1 to {first - 1} of stream {stream} are not there.");
    }

    // Behind a gap nothing tells of the logs before; their bytes are still those that were written.
    private ExportVerdict? VerifyRest(int judged, bool isWhole)
    {
        var named = Enumerable.Range(1, judged).Select(BundleFormat.Before).ToHashSet(StringComparer.Ordinal);
        foreach (var member in members.Names.Where(name => BundleFormat.IsBefore(name) && !named.Contains(name)))
            if (isWhole)
                return ExportVerdict.Tampered(VerdictCodes.MemberUnknown, null, $"Nothing tells of a log to which {member} belongs.");
            else if (members.Read(member, Drain) is { } fault)
                return fault;
        return null;
    }

    private static ExportVerdict? Drain(Stream content)
    {
        content.CopyTo(Stream.Null);
        return null;
    }

    private void Note(string detail) => Gap ??= ExportVerdict.Incomplete(VerdictCodes.StreamGap, null, detail);
}
