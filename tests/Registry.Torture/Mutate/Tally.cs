namespace Registry.Torture.Mutate;

/// <summary>Counts what was noticed, and prints what was not as soon as it is known.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, (int Done, int Faults)> byArea = new(StringComparer.Ordinal);
    private int controls;

    public int Faults { get; private set; }

    public int Total => byArea.Values.Sum(area => area.Done);

    /// <param name="fault">Null when the change was noticed as it should be.</param>
    public void Add(string area, string what, string? fault)
    {
        var (done, faults) = byArea.GetValueOrDefault(area);
        byArea[area] = (done + 1, faults + (fault is null ? 0 : 1));
        if (fault is null)
            return;
        Faults++;
        Console.WriteLine($"FAULT {area}, {what}: {fault}");
    }

    /// <param name="alarm">What was told although nothing was changed.</param>
    public void Control(string area, string? alarm)
    {
        controls++;
        if (alarm is null)
            return;
        Faults++;
        Console.WriteLine($"FALSE ALARM {area}: {alarm}");
    }

    public void Print()
    {
        foreach (var (area, (done, faults)) in byArea)
            Console.WriteLine($"  {area,-28} {done,6} changes, {faults} faults");
        Console.WriteLine($"{Total} changes, {controls} controls, {Faults} faults");
    }
}
