using System.Diagnostics;

namespace Registry.Benchmarks.Harness;

/// <summary>Drives contenders by a fixed number of callers, each of which asks again as soon as it is answered.</summary>
internal static class Load
{
    public static Task<Timings[]> CompareAsync(Pace pace, int callers, params Func<Task>[] contenders) =>
        CompareAsync(pace, [.. contenders.Select(contender => (callers, contender))]);

    public static async Task<Timings[]> CompareAsync(Pace pace, params (int Callers, Func<Task> Contender)[] contenders)
    {
        foreach (var (callers, contender) in contenders)
            await RunAsync(pace.WarmUp, callers, contender, new Timings());
        Timings[] timings = [.. contenders.Select(_ => new Timings())];
        for (var round = 0; round < pace.Rounds; round++)
            foreach (var (place, (callers, contender)) in contenders.Index())
                await RunAsync(pace.Measure, callers, contender, timings[place]);
        return timings;
    }

    /// <summary>Calls again and again on this thread: what one core can do.</summary>
    public static Timings OnOneCore(Pace pace, Action work)
    {
        const int Batch = 64;
        var timings = new Timings();
        foreach (var time in (TimeSpan[])[pace.WarmUp, pace.Measure])
        {
            timings = new Timings();
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < time)
            {
                var started = clock.Elapsed;
                for (var i = 0; i < Batch; i++)
                    work();
                timings.Add(Batch, clock.Elapsed - started);
            }
        }
        return timings;
    }

    private static async Task RunAsync(TimeSpan time, int callers, Func<Task> contender, Timings timings)
    {
        var clock = Stopwatch.StartNew();
        var calls = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var each = new List<long>();
            while (clock.Elapsed < time)
            {
                var started = Stopwatch.GetTimestamp();
                await contender();
                each.Add(Stopwatch.GetTimestamp() - started);
            }
            return each;
        })));
        timings.Add([.. calls.SelectMany(each => each)], clock.Elapsed);
    }
}
