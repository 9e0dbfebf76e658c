using System.Globalization;

namespace Registry.Benchmarks.Harness;

/// <summary>The report, as markdown, a line as soon as it is known.</summary>
internal sealed class Table
{
    private readonly TextWriter output;

    public Table(TextWriter output)
    {
        this.output = output;
        output.WriteLine("| benchmark | what | per second | p50 ms | p99 ms | ratio |");
        output.WriteLine("|---|---|--:|--:|--:|--:|");
    }

    /// <param name="to">What the ratio compares with, in the same run.</param>
    public void Add(string benchmark, string what, Timings timings, Timings? to = null) =>
        Add(benchmark, what, timings, timings.PerSecond / to?.PerSecond);

    /// <summary>Compares what one caller waits for, and not how much is done: the ratio of the medians.</summary>
    public void AddMedians(string benchmark, string what, Timings timings, Timings to) =>
        Add(benchmark, what, timings, timings.Percentile(0.5) / to.Percentile(0.5));

    /// <summary>A ratio of something else than rates; <paramref name="what"/> says of what.</summary>
    public void Add(string benchmark, string what, double ratio) => Add(benchmark, what, null, ratio);

    private void Add(string benchmark, string what, Timings? timings, double? ratio) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {benchmark} | {what} | {timings?.PerSecond:N0} | {timings?.Percentile(0.5):F2} | {timings?.Percentile(0.99):F2} | {ratio:F2} |"));
}
