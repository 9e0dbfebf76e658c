using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Registry.Api.Hosting.Postgres;
using Registry.Projections.Log;
using Registry.Testing;

namespace Registry.Torture.Crash;

/// <summary>
/// Kill -9 at every step of sequencing and publishing, of the leader, of the server process that serves it, or of the
/// postmaster, while others write. After each the next leader goes on and the log is judged.
/// </summary>
internal sealed class CrashCampaign : IAsyncDisposable
{
    private const int Killed = 128 + 9;
    private const int MostTimes = 6;

    private static readonly Victim[] Victims = [Victim.Leader, Victim.Leader, Victim.Backend, Victim.Leader, Victim.Postmaster];
    private static readonly LogStep[] Steps = Enum.GetValues<LogStep>();

    private readonly string directory = Directory.CreateTempSubdirectory("registry-crash-").FullName;
    private readonly BareRegistry registry = new();
    private readonly List<Guid> acknowledged = [];
    private readonly List<string> notes = [];
    private EmbeddedPostgres? cluster;

    private enum Victim
    {
        Leader,
        Backend,
        Postmaster,
    }

    public static async Task<int> RunAsync(Options options)
    {
        await using var campaign = new CrashCampaign();
        await campaign.StartClusterAsync();
        await campaign.registry.SequenceAndSign();
        var chance = new Random(options.Seed);
        var rounds = options.Count ?? (options.Smoke ? Victims.Length : Victims.Length * Steps.Length);
        var bad = 0;
        for (var round = 0; round < rounds; round++)
        {
            // 23 has no divisor in common with 50: every pair comes once, and any few rounds have some of everything.
            var pair = round * 23 % (Victims.Length * Steps.Length);
            var faults = await campaign.RoundAsync(
                round, Victims[pair / Steps.Length], Steps[pair % Steps.Length], 1 + chance.Next(MostTimes));
            bad += faults.Count > 0 ? 1 : 0;
        }
        Console.WriteLine(
            $"crash: {rounds} rounds, {bad} with faults; {campaign.acknowledged.Count} saves acknowledged, "
            + $"{campaign.notes.Count} notes signed by leaders that were stopped");
        return bad == 0 ? 0 : 1;
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        if (cluster is not null)
            await cluster.StopAsync(PostgresShutdown.Immediate);
        await EmbeddedPostgres.DeleteAsync(directory, NullLogger.Instance, CancellationToken.None);
    }

    private async Task<IReadOnlyList<string>> RoundAsync(int round, Victim victim, LogStep step, int times)
    {
        var before = acknowledged.Count;
        List<string> faults = [];
        await using (var leader = await LeaderProcess.StartAsync(new(
            registry.OwnerConnection, registry.Schema, registry.DataDirectory, step, times, Kill: victim is Victim.Leader)))
        {
            await leader.SaysAsync(Leader.Leading);
            var writers = new Writers(registry, count: 8);
            await using (writers)
                faults.AddRange(await StopAsync(leader, victim));
            acknowledged.AddRange(writers.Acknowledged);
            notes.AddRange(leader.Notes);
            if (victim is Victim.Leader && writers.Failure is { } failure)
                faults.Add($"A save failed although only the leader was killed: {failure.Message}");
        }
        if (victim is not Victim.Leader)
            await StartClusterAsync();

        var recovery = Stopwatch.StartNew();
        var size = await registry.SequenceAndSign();
        recovery.Stop();
        faults.AddRange(await SoundLog.FaultsAsync(
            registry.Runtime, registry.Log, new Promised(acknowledged, notes), CancellationToken.None));
        Console.WriteLine(
            $"round {round + 1}: {victim} killed after {step}, time {times}: {acknowledged.Count - before} acknowledged, "
            + $"{size} entries, restart {recovery.Elapsed.TotalSeconds:F2} s, {(faults.Count == 0 ? "sound" : "FAULTY")}");
        faults.ForEach(fault => Console.WriteLine($"  {fault}"));
        return faults;
    }

    // What is wrong with how the leader ended.
    private async Task<IEnumerable<string>> StopAsync(LeaderProcess leader, Victim victim)
    {
        var expected = Killed;
        if (victim is not Victim.Leader)
        {
            await leader.SaysAsync(Leader.Reached);
            using (var process = Process.GetProcessById(victim is Victim.Backend ? (await registry.LeadersAsync()).Single() : Postmaster()))
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
            await leader.GoOnAsync();
            expected = Leader.Interrupted;
        }
        var code = await leader.EndAsync();
        return code == expected ? [] : [$"The leader ended with {code}, not {expected}."];
    }

    private async Task StartClusterAsync()
    {
        var before = cluster;
        cluster = await EmbeddedPostgres.StartAsync(directory, NullLogger.Instance, CancellationToken.None);
        if (before is not null)
            await before.StopAsync();
        await registry.StartAsync(cluster.ConnectionString);
    }

    private int Postmaster() => PostmasterPid.Read(Path.Combine(cluster!.Root, "pg"))!.ProcessId;
}
