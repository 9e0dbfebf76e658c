using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Registry.Benchmarks.Harness;
using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Benchmarks;

/// <summary>
/// What a reader of proofs and a starting leader wait for, in a log of a hundred times as many entries: read from PostgreSQL
/// by the server's own reader, one caller, entries and sizes at random. Each log is a schema of its own.
/// </summary>
internal static class ProofBenchmark
{
    public static async Task RunAsync(Pace pace, Table table)
    {
        await using var small = await BenchRuntime.StartAsync();
        await using var large = await BenchRuntime.StartAsync();
        await GeneratedLog.FillAsync(small, pace.LogSize / 100);
        await GeneratedLog.FillAsync(large, pace.LogSize);
        try
        {
            var (few, many) = (await Reading.OfAsync(small), await Reading.OfAsync(large));
            await CompareAsync(pace, table, "inclusion proof", few, many, reading => reading.InclusionAsync());
            await CompareAsync(pace, table, "consistency proof", few, many, reading => reading.ConsistencyAsync());
            await CompareAsync(pace, table, "tile of 256 leaf hashes", few, many, reading => reading.TileAsync());
            await CompareAsync(pace, table, "leader's start up to signing", few, many, reading => reading.LeadAsync());
            await AuditAsync(table, many);
        }
        finally
        {
            await GeneratedLog.RemoveAsync(large);
            await GeneratedLog.RemoveAsync(small);
        }
    }

    private static async Task CompareAsync(
        Pace pace, Table table, string what, Reading few, Reading many, Func<Reading, Task> read)
    {
        var timings = await Load.CompareAsync(pace, callers: 1, () => read(few), () => read(many));
        table.Add("proof", $"{what}, {few.Size:N0} entries", timings[0]);
        table.AddMedians("proof", $"{what}, {many.Size:N0} entries; ratio of the medians", timings[1], to: timings[0]);
    }

    private static async Task AuditAsync(Table table, Reading log)
    {
        var timings = new Timings();
        var clock = Stopwatch.StartNew();
        await log.AuditAsync();
        timings.Add(log.Size, clock.Elapsed);
        table.Add("proof", $"every entry hashed anew, {log.Size:N0} entries (a leader's hourly check)", timings);
    }

    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "It chooses what to measure.")]
    private sealed class Reading(BenchRuntime bench, TenantLog log, Checkpoint signed)
    {
        private readonly Random random = new(3);
        private readonly LogReader reader = bench.Registry.LogReader;

        public long Size => signed.Size;

        public static async Task<Reading> OfAsync(BenchRuntime bench)
        {
            var log = bench.Registry.Logs.Of(BenchRuntime.Tenant);
            await using var connection = await bench.Registry.Database.Pooled.OpenConnectionAsync();
            var note = await CheckpointStore.NewestSignedAsync(connection, bench.Schema, log.Id, CancellationToken.None);
            return new(bench, log, Checkpoint.Open(note!, log.Key).Value!);
        }

        public async Task InclusionAsync()
        {
            var index = random.NextInt64(Size);
            var proof = await reader.InclusionProofAsync(log.Id, index, Size, CancellationToken.None);
            var leaf = await reader.HashesAsync(log.Id, [new(0, index)], CancellationToken.None);
            Require(MerkleTree.VerifyInclusion(index, Size, leaf[0], proof, signed.Root));
        }

        public async Task ConsistencyAsync()
        {
            var old = random.NextInt64(1, Size);
            var proof = await reader.ConsistencyProofAsync(log.Id, old, Size, CancellationToken.None);
            Require(proof.Length > 0);
        }

        public async Task TileAsync()
        {
            var tile = new TilePath(0, random.NextInt64(Size / TilePath.FullWidth), TilePath.FullWidth);
            Require(await reader.TileAsync(log.Id, tile, CancellationToken.None) is { Length: TilePath.FullWidth * LogHash.Length });
        }

        public async Task LeadAsync()
        {
            Sequencer? sequencer;
            // The connection of the leader before may still be closing.
            while ((sequencer = await Sequencer.TryLeadAsync(bench.Registry.Database.Unpooled, bench.Schema, log.Id, CancellationToken.None)) is null)
                await Task.Yield();
            await using (sequencer)
                await Publisher.StartAsync(
                    sequencer, token => bench.Registry.RenewKeysAsync(log, token), reader, bench.Schema,
                    new SignedHead(bench.Registry.Settings.CheckpointDirectory), CancellationToken.None);
        }

        public async Task AuditAsync()
        {
            await using var connection = await bench.Registry.Database.Pooled.OpenConnectionAsync();
            var head = await LogHead.ReadAsync(connection, bench.Schema, log.Id, CancellationToken.None);
            await LogAudit.RequireSoundAsync(connection, bench.Schema, head, CancellationToken.None);
        }

        private static void Require(bool sound)
        {
            if (!sound)
                throw new InvalidOperationException("What was read is not what the log signed.");
        }
    }
}
