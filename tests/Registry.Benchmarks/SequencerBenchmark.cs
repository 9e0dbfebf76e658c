using System.Diagnostics;
using System.Security.Cryptography;
using NpgsqlTypes;
using Registry.Benchmarks.Harness;
using Registry.Domain.Log;
using Registry.Domain.Signatures;
using Registry.Projections.Log;

namespace Registry.Benchmarks;

/// <summary>The sequencer over a full inbox, against COPY of the same rows into a table like log_entry.</summary>
internal static class SequencerBenchmark
{
    public static async Task RunAsync(Pace pace, Table table)
    {
        await using var bench = await BenchRuntime.StartAsync();
        var log = bench.Registry.Logs.Of(BenchRuntime.Tenant);
        await using var sequencer = await Sequencer.TryLeadAsync(
            bench.Registry.Database.Unpooled, bench.Schema, log.Id, CancellationToken.None)
            ?? throw new InvalidOperationException("Another leader is at work.");
        await DrainAsync(sequencer, new Timings());
        await ExecuteAsync(bench, $"create table {bench.Schema}.copied (like {bench.Schema}.log_entry including all)");

        var (sequenced, copied, whole) = (new Timings(), new Timings(), new Timings());
        for (var round = 0; round <= pace.Rounds; round++)
        {
            if (round == 1)
                (sequenced, copied, whole) = (new Timings(), new Timings(), new Timings());
            var entries = Entries(log.Origin, pace.Rows);
            await QueueAsync(bench, log.Id, entries);
            await DrainAsync(sequencer, sequenced);
            await CopyAsync(bench, entries, Sequencer.BatchSize, copied);
            await CopyAsync(bench, entries, entries.Count, whole);
        }
        table.Add("sequencer", $"COPY of {pace.Rows:N0} entries, one transaction", whole);
        table.Add("sequencer", $"COPY, {Sequencer.BatchSize} a transaction", copied);
        table.Add("sequencer", $"sequencer, {Sequencer.BatchSize} a transaction; ratio to one COPY", sequenced, to: whole);
        table.Add("sequencer", "the same; ratio to COPY in like transactions", sequenced, to: copied);
    }

    private static List<Row> Entries(string origin, int count)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signer = Es256Signer.FromPkcs8(key.ExportPkcs8PrivateKey());
        var commit = LogHash.FromBytes(SHA256.HashData("payload"u8));
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var id = Guid.CreateVersion7();
            var body = new LogEntry
            {
                Log = origin,
                Id = id,
                Type = "case_submitted.v1",
                Stream = Guid.NewGuid(),
                Version = 1,
                Time = LogEntry.TimeOf(TimeProvider.System.GetUtcNow()),
                Commit = commit,
            }.SignedBy(signer).ToBytes();
            return new Row(id, body, MerkleTree.LeafHash(body).ToArray());
        })];
    }

    private static async Task QueueAsync(BenchRuntime bench, string log, List<Row> rows)
    {
        await using var connection = await bench.Owner.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy {bench.Schema}.log_inbox (log, event_id, body, leaf) from stdin (format binary)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(log, NpgsqlDbType.Text);
            await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid);
            await copy.WriteAsync(row.Body, NpgsqlDbType.Bytea);
            await copy.WriteAsync(row.Leaf, NpgsqlDbType.Bytea);
        }
        await copy.CompleteAsync();
    }

    private static async Task DrainAsync(Sequencer sequencer, Timings timings)
    {
        var clock = Stopwatch.StartNew();
        long done = 0;
        while (await sequencer.SequenceAsync(CancellationToken.None) is var taken and > 0)
            done += taken;
        timings.Add(done, clock.Elapsed);
    }

    private static async Task CopyAsync(BenchRuntime bench, List<Row> rows, int batch, Timings timings)
    {
        await ExecuteAsync(bench, $"truncate {bench.Schema}.copied");
        await using var connection = await bench.Owner.OpenConnectionAsync();
        var clock = Stopwatch.StartNew();
        long index = 0;
        foreach (var chunk in rows.Chunk(batch))
        {
            await using var copy = await connection.BeginBinaryImportAsync(
                $"copy {bench.Schema}.copied (log, idx, event_id, body, leaf, chain) from stdin (format binary)");
            foreach (var row in chunk)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(BenchRuntime.Tenant, NpgsqlDbType.Text);
                await copy.WriteAsync(index++, NpgsqlDbType.Bigint);
                await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid);
                await copy.WriteAsync(row.Body, NpgsqlDbType.Bytea);
                await copy.WriteAsync(row.Leaf, NpgsqlDbType.Bytea);
                await copy.WriteAsync(row.Leaf, NpgsqlDbType.Bytea);
            }
            await copy.CompleteAsync();
        }
        timings.Add(rows.Count, clock.Elapsed);
    }

    private static async Task ExecuteAsync(BenchRuntime bench, string sql)
    {
        await using var command = bench.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Row(Guid Id, byte[] Body, byte[] Leaf);
}
