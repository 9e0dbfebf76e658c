namespace Registry.Benchmarks.Harness;

/// <summary>How long and how much is measured.</summary>
/// <param name="WarmUp">Before the first round of each contender; not measured. Long enough that the JIT is done: it takes half of both cores at first.</param>
/// <param name="Measure">Of each contender in each round.</param>
/// <param name="Rounds">Contenders take turns, so that a slow moment of the machine meets all of them.</param>
/// <param name="Rows">Rows a round, where a benchmark has rows and not time.</param>
/// <param name="LogSize">Entries of the large log where proofs are read from; the small one has a hundredth of them.</param>
/// <param name="Soak">How long memory is watched.</param>
internal sealed record Pace(TimeSpan WarmUp, TimeSpan Measure, int Rounds, int Rows, int LogSize, TimeSpan Soak)
{
    public static Pace Full { get; } = new(TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(5), Rounds: 3, Rows: 50_000, LogSize: 10_000_000,
        Soak: TimeSpan.FromMinutes(10));

    /// <summary>Only shows that everything still runs; its figures mean nothing.</summary>
    public static Pace Smoke { get; } = new(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.3), Rounds: 1, Rows: 2_000, LogSize: 60_000,
        Soak: TimeSpan.FromSeconds(2));
}
