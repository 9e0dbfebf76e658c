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
        Repeat(pace.WarmUp, work);
        var clock = Stopwatch.StartNew();
        var timings = new Timings();
        timings.Add(Repeat(pace.Measure, work), clock.Elapsed);
        return timings;
    }

    /// <summary>As <see cref="OnOneCore"/>, on as many threads as there are cores.</summary>
    public static Timings OnAllCores(Pace pace, Action work)
    {
        Parallel.For(0, Environment.ProcessorCount, _ => Repeat(pace.WarmUp, work));
        var clock = Stopwatch.StartNew();
        long done = 0;
        Parallel.For(0, Environment.ProcessorCount, _ => Interlocked.Add(ref done, Repeat(pace.Measure, work)));
        var timings = new Timings();
        timings.Add(done, clock.Elapsed);
        return timings;
    }

    private static long Repeat(TimeSpan time, Action work)
    {
        const int Batch = 64;
        long done = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time; done += Batch)
            for (var i = 0; i < Batch; i++)
                work();
        return done;
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
