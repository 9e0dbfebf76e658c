using System.Diagnostics;
using Registry.Benchmarks.Harness;
using Registry.Projections.Log;
using Registry.Projections.Log.Fsck;

namespace Registry.Benchmarks;

/// <summary>fsck over an imported register: each entry with its event, signature and read model; and without the read models.</summary>
internal static class FsckBenchmark
{
    public static async Task RunAsync(Pace pace, Table table)
    {
        await using var bench = await BenchRuntime.StartAsync();
        var rows = Math.Min(pace.Rows, 20_000);
        await ImportBenchmark.ImportAsync(bench, "fsck", serial: 1_000_000, rows, new Timings());
        await SequenceAsync(bench);

        var (log, all) = (new Timings(), new Timings());
        for (var round = 0; round < pace.Rounds; round++)
        {
            await CheckAsync(bench, skipReadModels: true, log);
            await CheckAsync(bench, skipReadModels: false, all);
        }
        table.Add("fsck", $"entries, events, signatures, tree, {rows:N0} licences", log);
        table.Add("fsck", "… and their read models", all, to: log);
    }

    private static async Task SequenceAsync(BenchRuntime bench)
    {
        var log = bench.Registry.Logs.Of(BenchRuntime.Tenant);
        await using var sequencer = await Sequencer.TryLeadAsync(
            bench.Registry.Database.Unpooled, bench.Schema, log.Id, CancellationToken.None)
            ?? throw new InvalidOperationException("Another leader is at work.");
        while (await sequencer.SequenceAsync(CancellationToken.None) > 0)
        {
        }
        var publisher = await Publisher.StartAsync(
            sequencer, token => bench.Registry.RenewKeysAsync(log, token), bench.Registry.LogReader, bench.Schema,
            new SignedHead(bench.Registry.Settings.CheckpointDirectory), CancellationToken.None);
        await publisher.PublishAsync(CancellationToken.None);
    }

    private static async Task CheckAsync(BenchRuntime bench, bool skipReadModels, Timings timings)
    {
        var run = new FsckRun(bench.Registry.Database.Pooled, bench.Registry.Store, bench.Schema, bench.Registry.LogKeysAsync);
        var clock = Stopwatch.StartNew();
        var report = await run.RunAsync(BenchRuntime.Tenant, skipReadModels, progress: null, CancellationToken.None);
        timings.Add(report.Entries, clock.Elapsed);
        if (report.Findings.Count > 0)
            throw new InvalidOperationException($"fsck found {report.Findings[0]}.");
    }
}
