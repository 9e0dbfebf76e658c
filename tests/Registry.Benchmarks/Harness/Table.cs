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
    public void Add(string benchmark, string what, Timings timings, Timings? to = null) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {benchmark} | {what} | {timings.PerSecond:N0} | {timings.Percentile(0.5):F1} | {timings.Percentile(0.99):F1} | {timings.PerSecond / to?.PerSecond:F2} |"));
}
