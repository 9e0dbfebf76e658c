using Registry.Domain.Log;

namespace Registry.Domain.Access;

/// <summary>Finds the accesses to one person's data among the entries of a log, by their tags: whoever shows them, none can be left out unseen.</summary>
/// <param name="key">The person's own.</param>
/// <param name="origin">Of the log.</param>
public sealed class AccessCount(ReadOnlyMemory<byte> key, string origin)
{
    /// <summary>So many numbers in a row may be missing and a later one is still recognised.</summary>
    private const int Window = 1 << 16;

    private readonly Dictionary<string, long> expected = new(StringComparer.Ordinal);
    private readonly Dictionary<long, long> found = [];

    /// <summary>The highest number that was found; 0 when there is none.</summary>
    public long Count { get; private set; }

    /// <summary>The first number that two entries have: a count was set back.</summary>
    public long? Repeated { get; private set; }

    /// <param name="index">Of the entry in the log; entries come in order.</param>
    public void Take(long index, LogEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        foreach (var tag in entry.Tags)
        {
            while (expected.Count < Count + Window)
                expected.Add(AccessTag.Of(key.Span, origin, expected.Count + 1), expected.Count + 1);
            if (!expected.TryGetValue(tag, out var number))
                continue;
            if (!found.TryAdd(number, index))
                Repeated ??= number;
            Count = Math.Max(Count, number);
        }
    }

    /// <summary>Where the number stands in the log; null where it was not found.</summary>
    public long? IndexOf(long number) => found.TryGetValue(number, out var index) ? index : null;

    /// <summary>The numbers up to this one that were not found, in order.</summary>
    public IEnumerable<long> MissingUpTo(long number)
    {
        for (var i = 1L; i <= number; i++)
            if (!found.ContainsKey(i))
                yield return i;
    }
}
