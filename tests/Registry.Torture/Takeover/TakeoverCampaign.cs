using System.Diagnostics;
using Registry.Testing;

namespace Registry.Torture.Takeover;

/// <summary>
/// Two servers on one log: one leads, the other waits. The leader is killed while others write, and it is measured until the
/// other has given a place to an entry that was queued after that.
/// </summary>
internal sealed class TakeoverCampaign : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(2);

    private readonly BareRegistry registry = new();
    private readonly List<Guid> acknowledged = [];

    public static async Task<int> RunAsync(Options options)
    {
        await using var campaign = new TakeoverCampaign();
        await campaign.registry.StartAsync(await TestDatabase.ConnectionStringAsync());
        var rounds = options.Count ?? (options.Smoke ? 3 : 20);
        var taken = new List<TimeSpan>();
        var faults = new List<string>();
        var leader = await campaign.StartServerAsync();
        await UntilAsync("somebody leads", async () => (await campaign.registry.LeadersAsync()).Length == 1);
        try
        {
            for (var round = 0; round < rounds; round++)
            {
                var other = await campaign.StartServerAsync();
                var (time, fault) = await campaign.RoundAsync(round, leader);
                await leader.DisposeAsync();
                leader = other;
                taken.Add(time);
                faults.AddRange(fault);
            }
        }
        finally
        {
            await leader.DisposeAsync();
        }
        await campaign.registry.SequenceAndSign();
        faults.AddRange(await SoundLog.FaultsAsync(
            campaign.registry.Runtime, campaign.registry.Log, new Promised(campaign.acknowledged, []), CancellationToken.None));
        taken.Sort();
        faults.AddRange(taken.Where(time => time >= Limit).Select(time => $"{time.TotalSeconds:F3} s are too long."));
        Console.WriteLine(
            $"takeover: {rounds} rounds, longest {taken[^1].TotalSeconds:F3} s, median {taken[taken.Count / 2].TotalSeconds:F3} s, "
            + $"limit {Limit.TotalSeconds} s; {campaign.acknowledged.Count} saves acknowledged, {(faults.Count == 0 ? "sound" : "FAULTY")}");
        faults.ForEach(fault => Console.WriteLine($"  {fault}"));
        return faults.Count == 0 ? 0 : 1;
    }

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    private async Task<(TimeSpan Taken, IEnumerable<string> Faults)> RoundAsync(int round, ServerProcess leader)
    {
        List<string> faults = [];
        var writers = new Writers(registry, count: 2);
        long term, killed, sequenced;
        await using (writers)
        {
            await UntilAsync("the leader works", async () => await SequencedAsync(writers.Acknowledged.FirstOrDefault()));
            if (await registry.LeadersAsync() is not [_] and var leaders)
                faults.Add($"{leaders.Length} lead.");
            term = await TermAsync();
            killed = Stopwatch.GetTimestamp();
            await leader.KillAsync();
            var waiting = (await registry.SubmitCase()).Value;
            await UntilAsync("the other leads", () => SequencedAsync(waiting));
            sequenced = Stopwatch.GetTimestamp();
            acknowledged.Add(waiting);
        }
        acknowledged.AddRange(writers.Acknowledged);
        if (writers.Failure is { } failure)
            faults.Add($"A save failed although only the leader was killed: {failure.Message}");
        if (await TermAsync() is var next && next != term + 1)
            faults.Add($"The term went from {term} to {next}.");
        var taken = Stopwatch.GetElapsedTime(killed, sequenced);
        Console.WriteLine(
            $"round {round + 1}: term {next}, the other had sequenced after {taken.TotalSeconds:F3} s, {(faults.Count == 0 ? "sound" : "FAULTY")}");
        return (taken, faults);
    }

    private Task<ServerProcess> StartServerAsync() => ServerProcess.StartAsync(new Dictionary<string, string>
    {
        ["ConnectionStrings__registry"] = registry.OwnerConnection,
        ["Registry__Schema"] = registry.Schema,
        ["Registry__DataDirectory"] = registry.DataDirectory,
    });

    private Task<long> TermAsync() => registry.Scalar<long>("select term from {schema}.log_head");

    private async Task<bool> SequencedAsync(Guid stream)
    {
        await using var select = registry.Runtime.Database.Pooled.CreateCommand(
            $"""
            select from {registry.Schema}.log_entry e join {registry.Schema}.mt_events m on m.id = e.event_id where m.stream_id = $1
            """);
        select.Parameters.Add(new() { Value = stream });
        await using var reader = await select.ExecuteReaderAsync();
        return await reader.ReadAsync();
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"Never came true within {Patience.TotalSeconds} s: {what}");
            await Task.Delay(Step);
        }
    }
}
