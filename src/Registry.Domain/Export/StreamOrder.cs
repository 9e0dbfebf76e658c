using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>That the versions of each stream of one log are 1, 2, 3 and so on.</summary>
/// <param name="scratch">Null to keep all streams in memory, and to tell everything at once.</param>
public sealed class StreamOrder(Scratch? scratch)
{
    private readonly Dictionary<Guid, long> versions = [];
    private readonly SortedPlaces? places = scratch is null ? null : new(scratch);
    private string log = "";

    /// <summary>Number of streams, after <see cref="Finish"/>.</summary>
    public int Count { get; private set; }

    /// <summary>To be called in the order of the log. A wrong version may be told by <see cref="Finish"/> only.</summary>
    public ExportVerdict? Take(LogEntry entry, long index)
    {
        log = entry.Log;
        places?.Add(new(entry.Stream, index, entry.Version));
        if (places is { AreMany: true })
            return null;
        var before = versions.GetValueOrDefault(entry.Stream);
        if (!Follows(entry.Version, before))
            return Wrong(entry.Stream, before, entry.Version, index);
        versions[entry.Stream] = entry.Version;
        Count = versions.Count;
        return null;
    }

    /// <summary>To be called once, after the last entry or a fault: the first wrong version that was not told.</summary>
    public ExportVerdict? Finish()
    {
        if (places is not { AreMany: true })
            return null;
        var (before, streams, first) = (default(Place), 0, (ExportVerdict?)null);
        foreach (var place in places.InOrder())
        {
            // No version is 0.
            if (before.Version == 0 || place.Id != before.Id)
                (before, streams) = (new(place.Id, 0, 0), streams + 1);
            if (!Follows(place.Version, before.Version) && (first is null || place.Index < first.Index))
                first = Wrong(place.Id, before.Version, place.Version, place.Index);
            before = place;
        }
        Count = streams;
        return first;
    }

    // Streams go on in a log that follows another, from wherever they were.
    private bool Follows(long version, long before) => version == before + 1 || before == 0 && LogOrigin.FollowsLoss(log);

    private static ExportVerdict Wrong(Guid stream, long before, long version, long index) => ExportVerdict.Tampered(
        VerdictCodes.StreamOrder, index, $"Stream {stream} is at version {before}, the entry says {version}.");
}
