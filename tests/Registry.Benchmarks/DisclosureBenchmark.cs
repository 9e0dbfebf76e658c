using Registry.Benchmarks.Harness;
using Registry.Testing;

namespace Registry.Benchmarks;

/// <summary>
/// A licence read over HTTP by an inspector, the holder's name opened, its access event signed and committed before the first byte;
/// against the same server built without its recorder. Each licence has a holder of its own.
/// </summary>
internal static class DisclosureBenchmark
{
    private const int Callers = 64;

    public static async Task RunAsync(Pace pace, Table table)
    {
        using var unrecorded = await UnrecordedServer.BuildAsync();
        await using var bench = await BenchRuntime.StartAsync();
        var licences = await ReadLicences.ImportAsync(bench, Math.Min(pace.Rows, 5_000));
        await using var without = await ReadLicences.ServeAsync(bench, licences, unrecorded.Program);
        await using var with = await ReadLicences.ServeAsync(bench, licences, ServerProcess.Program);

        var before = await bench.CountAccessesAsync();
        await without.ReadAsync();
        if (await bench.CountAccessesAsync() != before)
            throw new InvalidOperationException("The server for comparison records.");
        var timings = await Load.CompareAsync(pace, Callers, without.ReadAsync, with.ReadAsync);
        table.Add("disclosure", $"GET /api/v1/licences/{{id}}, recording off, {Callers} callers", timings[0]);
        table.Add("disclosure", "the same, recorded", timings[1], to: timings[0]);
    }
}
