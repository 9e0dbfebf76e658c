using System.Diagnostics;
using System.Globalization;
using Registry.Benchmarks.Harness;
using Registry.Testing;

namespace Registry.Benchmarks;

/// <summary>The server's memory while recorded readings go on: at the end, against that after a fifth of the time.</summary>
internal static class SoakBenchmark
{
    private const int Callers = 64;

    public static async Task RunAsync(Pace pace, Table table)
    {
        await using var bench = await BenchRuntime.StartAsync();
        var licences = await ReadLicences.ImportAsync(bench, Math.Min(pace.Rows, 5_000));
        await using var readers = await ReadLicences.ServeAsync(bench, licences, ServerProcess.Program);

        var (clock, read) = (Stopwatch.StartNew(), 0L);
        var reading = Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < pace.Soak)
            {
                await readers.ReadAsync();
                Interlocked.Increment(ref read);
            }
        })));
        // Whatever ends the readings early is what there is to tell.
        if (await Task.WhenAny(reading, Task.Delay(pace.Soak / 5)) == reading)
            await reading;
        var early = readers.WorkingSet;
        await reading;
        var late = readers.WorkingSet;
        table.Add("soak", string.Create(CultureInfo.InvariantCulture,
            $"working set after {pace.Soak.TotalMinutes:F1} min and {read:N0} recorded readings, {late >> 20} MB; after a fifth {early >> 20} MB"),
            (double)late / early);
    }
}
