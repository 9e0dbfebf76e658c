using System.Globalization;
using System.Text;
using NpgsqlTypes;
using Registry.Domain.Log;
using Registry.Projections.Log;
using Registry.Projections.Schema;

namespace Registry.Benchmarks;

/// <summary>
/// Fills an empty log by COPY: entries of the usual size, with the true leaves, chain, stored subtrees, head and a signed
/// checkpoint. No event stands behind them and all have one signature, which nothing measured here looks at. The tables are
/// unlogged to save the disk.
/// </summary>
internal static class GeneratedLog
{
    private const int Batch = 100_000;

    public static async Task FillAsync(BenchRuntime bench, long size)
    {
        var log = bench.Registry.Logs.Of(BenchRuntime.Tenant);
        foreach (var table in (string[])["log_entry", "log_subtree"])
            await ExecuteAsync(bench, $"alter table {bench.Schema}.{table} set unlogged");
        var (edge, chain) = (CompactRange.Empty, HashChain.Start(log.Origin));
        while (edge.Size < size)
            (edge, chain) = await AppendAsync(bench, log, edge, chain, (int)Math.Min(Batch, size - edge.Size));
        await ExecuteAsync(
            bench, $"update {bench.Schema}.log_head set size = $2, edge = $3, chain = $4 where log = $1",
            log.Id, size, edge.ToBytes(), chain.ToArray());
        var note = new Checkpoint(log.Origin, size, edge.Root()).Sign(bench.Registry.LogKeys.Held(log.Tenant, log.Origin));
        await ExecuteAsync(
            bench, $"insert into {bench.Schema}.log_checkpoint (log, size, note) values ($1, $2, $3)", log.Id, size, note.ToString());
        await ExecuteAsync(bench, $"vacuum analyze {bench.Schema}.log_entry, {bench.Schema}.log_subtree");
    }

    public static Task RemoveAsync(BenchRuntime bench) => ExecuteAsync(bench, $"drop schema {bench.Schema} cascade");

    private static async Task<(CompactRange Edge, LogHash Chain)> AppendAsync(
        BenchRuntime bench, TenantLog log, CompactRange edge, LogHash chain, int count)
    {
        var (leaves, subtrees) = (new LogHash[count], new List<(NodeAddress Node, LogHash Hash)>());
        await using (var connection = await bench.Owner.OpenConnectionAsync())
        await using (var copy = await connection.BeginBinaryImportAsync(
            $"copy {bench.Schema}.log_entry (log, idx, event_id, body, leaf, chain) from stdin (format binary)"))
        {
            for (var place = 0; place < count; place++)
            {
                var index = edge.Size + place;
                var body = BodyOf(log.Origin, index);
                leaves[place] = MerkleTree.LeafHash(body);
                chain = HashChain.Next(chain, leaves[place]);
                await copy.StartRowAsync();
                await copy.WriteAsync(log.Id, NpgsqlDbType.Text);
                await copy.WriteAsync(index, NpgsqlDbType.Bigint);
                await copy.WriteAsync(IdOf(index), NpgsqlDbType.Uuid);
                await copy.WriteAsync(body, NpgsqlDbType.Bytea);
                await copy.WriteAsync(leaves[place].ToArray(), NpgsqlDbType.Bytea);
                await copy.WriteAsync(chain.ToArray(), NpgsqlDbType.Bytea);
            }
            await copy.CompleteAsync();
        }
        edge = edge.AppendRange(leaves, (node, hash) =>
        {
            if (node.Level % TilePath.Height == 0)
                subtrees.Add((node, hash));
        });
        await ExecuteAsync(
            bench, $"insert into {bench.Schema}.log_subtree (log, level, idx, hash) select $1, s.* from unnest($2, $3, $4) as s (level, idx, hash)",
            log.Id, subtrees.Select(s => (short)s.Node.Level).ToArray(), subtrees.Select(s => s.Node.Index).ToArray(),
            subtrees.Select(s => s.Hash.ToArray()).ToArray());
        return (edge, chain);
    }

    private static Guid IdOf(long index) => Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"019abe00-0000-7000-8000-{index:D12}"));

    private static byte[] BodyOf(string origin, long index) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"alg":"ES256","commit":"mOpOZk7DopsOGzRXqy3QBsGHnq6Rer8s4E1HHHqyKts","id":"{{IdOf(index)}}","kid":"0wYOiolVPO7RAPeH","log":"{{origin}}","sig":"PTc11yn7K5P-kUmymwH59P2NDozwz4cgBGkltkI5WvbHQCO8VZjxFJ8FhXXZGmr_NyabYkanVSAh1JXhdQ2THQ","stream":"{{IdOf(index)}}","time":"2026-11-23T08:00:00.000Z","type":"case_submitted.v1","v":1,"version":1}"""));

    private static async Task ExecuteAsync(BenchRuntime bench, string sql, params object?[] arguments)
    {
        await using var command = bench.Owner.CreateCommand(sql).With(arguments);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
