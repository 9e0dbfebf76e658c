using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Registry.Domain.Export;

/// <summary>Where an event or a stream occurs in the log. In order by id, then index.</summary>
internal readonly record struct Place(Guid Id, long Index, long Version) : IComparable<Place>
{
    public int CompareTo(Place other) => Id.CompareTo(other.Id) is not 0 and var byId ? byId : Index.CompareTo(other.Index);
}

/// <summary>
/// Sorts any number of places in constant memory: runs of as many as are held go to the scratch stream, each sorted, and are
/// merged at the end. 32 bytes of scratch for a place.
/// </summary>
internal sealed class SortedPlaces(Scratch scratch)
{
    // A thousand runs, 33 million places, share what is held; each thousand more costs a megabyte.
    private const int LeastRead = 32;

    private readonly Place[] held = new Place[scratch.Held];
    private Stream? file;
    private int filled;
    private long count;

    /// <summary>Whether there are more than are to be judged at once.</summary>
    public bool AreMany => count > scratch.AtOnce;

    public void Add(Place place)
    {
        if (filled == held.Length)
            Spill();
        held[filled++] = place;
        count++;
    }

    /// <summary>All of them, once, after the last was added.</summary>
    public IEnumerable<Place> InOrder()
    {
        Spill();
        var runs = (int)((count + held.Length - 1) / held.Length);
        var share = Math.Max(LeastRead, held.Length / Math.Max(1, runs));
        var room = runs * share > held.Length ? new Place[runs * share] : held;
        var heads = new PriorityQueue<Run, Place>(runs);
        for (var (number, start) = (0, 0L); number < runs; number++, start += held.Length)
            Advance(heads, new(file!, room.AsMemory(number * share, share), start, Math.Min(count, start + held.Length)));
        while (heads.TryDequeue(out var run, out var place))
        {
            yield return place;
            Advance(heads, run);
        }
    }

    private static void Advance(PriorityQueue<Run, Place> heads, Run run)
    {
        if (run.TryNext(out var place))
            heads.Enqueue(run, place);
    }

    private void Spill()
    {
        var run = held.AsSpan(0, filled);
        run.Sort();
        (file ??= scratch.Open()).Write(MemoryMarshal.AsBytes(run));
        filled = 0;
    }

    /// <summary>Reads one run, a share of the memory at a time.</summary>
    private sealed class Run(Stream file, Memory<Place> room, long next, long end)
    {
        private int filled;
        private int taken;

        public bool TryNext(out Place place)
        {
            if (taken == filled)
                Fill();
            place = filled > 0 ? room.Span[taken++] : default;
            return filled > 0;
        }

        private void Fill()
        {
            (filled, taken) = ((int)Math.Min(room.Length, end - next), 0);
            file.Position = next * Unsafe.SizeOf<Place>();
            file.ReadExactly(MemoryMarshal.AsBytes(room.Span[..filled]));
            next += filled;
        }
    }
}
