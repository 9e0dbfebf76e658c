using System.Text;
using Npgsql;
using Registry.Domain.Bundle;
using Registry.Domain.Log;
using Registry.Domain.Personal;

namespace Registry.Projections.Log;

/// <summary>
/// Writes evidence bundles for somebody who trusts only the log's key. Personal fields leave as ciphertext, as they are
/// stored. Memory does not grow with the bundle.
/// </summary>
public sealed class BundleExport(NpgsqlDataSource database, string schema, LogReader reader, LogExport history)
{
    /// <summary>Entries whose proofs are read at once: neighbours share most of their hashes.</summary>
    private const int Together = 256;

    private readonly BundleEntries entries = new(database, schema);

    /// <param name="progress">Told the number of entries written so far.</param>
    public async Task WriteAsync(BundlePlan plan, Stream output, IProgress<long>? progress, CancellationToken token)
    {
        var (log, size) = (plan.Log, plan.Checkpoint.Size);
        await using var bundle = await BundleWriter.StartAsync(output, token);
        var key = log.KeyAt(size);
        await bundle.AddAsync(
            BundleFormat.Manifest, BundleFormat.ManifestOf(log.Origin, size, key.ToString(), plan.Scope), token);
        await bundle.AddAsync(BundleFormat.Checkpoint, Encoding.UTF8.GetBytes(plan.Note), token);
        await bundle.AddAsync(BundleFormat.Policy, Encoding.UTF8.GetBytes($"log {key}\nquorum none\n"), token);
        if (plan.Since is { } since)
            await bundle.AddAsync(
                BundleFormat.Consistency(since),
                BundleFormat.Proof(await reader.ConsistencyProofAsync(log.Id, since, size, token)), token);
        if (plan.Scope is BundleScope.Everything)
            await bundle.AddAsync(
                BundleFormat.History, (stream, stop) => history.WriteAsync(log, plan.Note, stream, progress, stop), token);
        else
            await bundle.AddAsync(
                BundleFormat.Entries, (stream, stop) => WriteEntriesAsync(plan.Own, plan.OnlyAbout, stream, progress, stop), token);
        foreach (var (i, part) in plan.Before.Index())
            await bundle.AddAsync(
                BundleFormat.Before(i + 1), (stream, stop) => WriteEntriesAsync(part, plan.OnlyAbout, stream, progress, stop), token);
        await bundle.FinishAsync(token);
    }

    private async Task WriteEntriesAsync(
        BundlePart part, SubjectTag? onlyAbout, Stream output, IProgress<long>? progress, CancellationToken token)
    {
        var (waiting, written) = (new List<BundleEntries.Row>(Together), 0L);
        await foreach (var row in entries.ReadAsync(part.Log, part.Size, part.Scope, part.KeyStreams, token))
        {
            waiting.Add(row);
            if (waiting.Count == Together)
                await FlushAsync();
        }
        await FlushAsync();

        async Task FlushAsync()
        {
            foreach (var (row, proof) in waiting.Zip(await ProofsAsync(part, waiting, token)))
                await output.WriteAsync(LineOf(onlyAbout, row, proof), token);
            written += waiting.Count;
            waiting.Clear();
            progress?.Report(written);
        }
    }

    private async Task<IReadOnlyList<LogHash[]>> ProofsAsync(
        BundlePart part, List<BundleEntries.Row> rows, CancellationToken token)
    {
        ProofPlan[] wanted = [.. rows.Select(row => MerkleTree.PlanInclusion(row.Index, part.Size))];
        NodeAddress[] nodes = [.. wanted.SelectMany(one => one.Nodes).Distinct()];
        var hashes = nodes.Zip(await reader.HashesAsync(part.Log.Id, nodes, token)).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. wanted.Select(one => one.Assemble([.. one.Nodes.Select(node => hashes[node])]))];
    }

    private static byte[] LineOf(SubjectTag? onlyAbout, BundleEntries.Row row, LogHash[] proof)
    {
        if (onlyAbout is { } subject
            && (BundleEntries.SubjectsIn(row) is not { } named || named.Any(other => other != subject)))
            return BundleFormat.Withheld(row.Index, row.Body, proof, BundleFormat.NotGranted);
        var (payload, salt) = StoredPayload.Compose(row.Data, row.Headers);
        return BundleFormat.Entry(row.Index, row.Body, payload, salt, proof);
    }
}
