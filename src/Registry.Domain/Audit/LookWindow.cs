using Registry.Domain.Personal;

namespace Registry.Domain.Audit;

/// <summary>The looks of the last so many minutes, and at how many different persons they are. Each look costs its persons, however long the window.</summary>
internal sealed class LookWindow(TimeSpan length)
{
    private readonly Queue<Look> looks = [];
    private readonly Dictionary<SubjectTag, int> counts = [];

    public int Persons => counts.Count;

    /// <param name="look">Not earlier than the one before.</param>
    public void Add(Look look)
    {
        while (looks.TryPeek(out var oldest) && oldest.At <= look.At - length)
            foreach (var person in looks.Dequeue().Subjects)
                if (--counts[person] == 0)
                    counts.Remove(person);
        looks.Enqueue(look);
        foreach (var person in look.Subjects)
            counts[person] = counts.GetValueOrDefault(person) + 1;
    }

    /// <summary>The events by which each person came in: no more than there are persons.</summary>
    public IReadOnlyList<Guid> FirstLooks()
    {
        var known = new HashSet<SubjectTag>();
        return [.. looks.Where(look => known.Count < Known(look)).Select(look => look.Event)];

        int Known(Look look)
        {
            known.UnionWith(look.Subjects);
            return known.Count;
        }
    }
}
