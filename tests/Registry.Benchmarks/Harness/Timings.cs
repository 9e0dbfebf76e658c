using System.Diagnostics;

namespace Registry.Benchmarks.Harness;

/// <summary>What was done, in how long, and how long each took that was timed.</summary>
internal sealed class Timings
{
    private readonly List<long> ticks = [];
    private TimeSpan elapsed;
    private long count;

    public double PerSecond => count / elapsed.TotalSeconds;

    /// <summary>Adds work done as a whole.</summary>
    public void Add(long done, TimeSpan took)
    {
        count += done;
        elapsed += took;
    }

    /// <summary>Adds what was done at other times.</summary>
    public void Add(Timings other) => Add(other.count, other.elapsed);

    /// <summary>Adds work timed one by one.</summary>
    public void Add(IReadOnlyCollection<long> each, TimeSpan took)
    {
        ticks.AddRange(each);
        Add(each.Count, took);
    }

    /// <summary>Milliseconds that this share took at most (nearest rank); null where nothing was timed one by one.</summary>
    public double? Percentile(double share)
    {
        if (ticks.Count == 0)
            return null;
        ticks.Sort();
        var rank = (int)Math.Ceiling(share * ticks.Count) - 1;
        return ticks[Math.Max(rank, 0)] * 1000.0 / Stopwatch.Frequency;
    }
}
