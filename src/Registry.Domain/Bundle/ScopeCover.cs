using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Domain.Bundle;

/// <summary>
/// Whether the entries of a bundle are those that its scope asks for: none foreign, and none missing as far as that can be
/// shown. Key records come along with every scope, because they judge the signatures.
/// </summary>
internal sealed class ScopeCover
{
    private readonly BundleScope scope;
    private readonly bool inParts;
    private readonly HashSet<Guid> streams;
    private readonly Dictionary<Guid, (long First, long Last)> versions = [];
    private long next;

    /// <param name="inParts">Whether streams may lie in more logs than this one: <see cref="LogsBefore"/> joins them.</param>
    public ScopeCover(BundleScope scope, bool inParts)
    {
        (this.scope, this.inParts) = (scope, inParts);
        next = scope is BundleScope.Period period ? period.From : 0;
        streams = [.. scope.StreamIds ?? []];
    }

    /// <summary>The first thing that is missing.</summary>
    public ExportVerdict? Gap { get; private set; }

    /// <summary>First and last version of each stream that is there.</summary>
    public IReadOnlyDictionary<Guid, (long First, long Last)> Versions => versions;

    /// <summary>Also of a discontinuity, which carries the authority's key.</summary>
    public static bool IsAboutKeys(LogEntry entry) =>
        entry.Type.StartsWith("signing_key_", StringComparison.Ordinal) || entry.Type.StartsWith("log_key_", StringComparison.Ordinal)
        || entry.Type == Discontinuity.EventType;

    public ExportVerdict? Take(LogEntry entry, long index)
    {
        if (scope is BundleScope.Period period && index >= period.From && index < period.To)
        {
            if (index != next)
                Note(VerdictCodes.EntriesMissing, next, $"Entries {next} to {index - 1} of the period are not there.");
            next = index + 1;
        }
        else if (streams.Contains(entry.Stream))
        {
            var (first, before) = versions.GetValueOrDefault(entry.Stream);
            if (entry.Version <= before)
                return ExportVerdict.Tampered(
                    VerdictCodes.StreamOrder, index, $"Stream {entry.Stream} is at version {before}, the entry says {entry.Version}.");
            if (entry.Version != before + 1 && (before > 0 || !LogOrigin.FollowsLoss(entry.Log)))
                Note(VerdictCodes.StreamGap, index, $"Versions {before + 1} to {entry.Version - 1} of stream {entry.Stream} are not there.");
            versions[entry.Stream] = (before > 0 ? first : entry.Version, entry.Version);
        }
        else if (!IsAboutKeys(entry) && !ErasureCover.IsAboutErasure(entry))
        {
            return ExportVerdict.Tampered(VerdictCodes.EntryUnasked, index, $"Event {entry.Id} is not what the bundle says it holds.");
        }
        return null;
    }

    /// <summary>To be called after the last entry.</summary>
    public void Finish()
    {
        if (scope is BundleScope.Period period && next < period.To)
            Note(VerdictCodes.EntriesMissing, next, $"Entries {next} to {period.To - 1} of the period are not there.");
        foreach (var stream in inParts ? [] : streams.Where(stream => !versions.ContainsKey(stream)))
            Note(VerdictCodes.StreamGap, null, $"Nothing of stream {stream} is there.");
    }

    private void Note(string code, long? index, string detail) => Gap ??= ExportVerdict.Incomplete(code, index, detail);
}
