using Registry.Domain.Log;

namespace Registry.Domain.Export;

/// <summary>That no event is in a log twice.</summary>
/// <param name="scratch">Null to keep all ids in memory, and to tell everything at once.</param>
public sealed class UniqueEvents(Scratch? scratch)
{
    private readonly HashSet<Guid> known = [];
    private readonly SortedPlaces? places = scratch is null ? null : new(scratch);

    /// <summary>To be called in the order of the log. A repeated event may be told by <see cref="Finish"/> only.</summary>
    public ExportVerdict? Take(LogEntry entry, long index)
    {
        places?.Add(new(entry.Id, index, entry.Version));
        return places is { AreMany: true } || known.Add(entry.Id) ? null : Repeated(entry.Id, index);
    }

    /// <summary>To be called once, after the last entry or a fault: the first repeated event that was not told.</summary>
    public ExportVerdict? Finish()
    {
        if (places is not { AreMany: true })
            return null;
        var (before, first) = ((Place?)null, (Place?)null);
        foreach (var place in places.InOrder())
        {
            if (place.Id == before?.Id && (first is null || place.Index < first.Value.Index))
                first = place;
            before = place;
        }
        return first is { } repeated ? Repeated(repeated.Id, repeated.Index) : null;
    }

    private static ExportVerdict Repeated(Guid id, long index) =>
        ExportVerdict.Tampered(VerdictCodes.EventRepeated, index, $"Event {id} is in the log already.");
}
