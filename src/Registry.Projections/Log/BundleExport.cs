using System.Text;
using Npgsql;
using Registry.Domain.Bundle;
using Registry.Domain.Events;
using Registry.Domain.LicenceBatches;
using Registry.Domain.Log;
using Registry.Domain.Personal;
using Registry.Projections.Anchoring;

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
    private readonly KeptStamps stamps = new(database, schema);

    /// <param name="progress">Told the number of entries written so far.</param>
    public async Task WriteAsync(BundlePlan plan, Stream output, IProgress<long>? progress, CancellationToken token)
    {
        var (log, size) = (plan.Log, plan.Checkpoint.Size);
        await using var bundle = await BundleWriter.StartAsync(output, token);
        var key = log.KeyAt(size);
        await bundle.AddAsync(
            BundleFormat.Manifest, BundleFormat.ManifestOf(log.Origin, size, key.ToString(), plan.Scope), token);
        await bundle.AddAsync(BundleFormat.Checkpoint, Encoding.UTF8.GetBytes(plan.Note), token);
        await bundle.AddAsync(BundleFormat.Policy, Encoding.UTF8.GetBytes(plan.Policy ?? $"log {key}\nquorum none\n"), token);
        var last = size - 1;
        if (plan.Scope is BundleScope.Everything)
            await bundle.AddAsync(
                BundleFormat.History, (stream, stop) => history.WriteAsync(log, plan.Note, stream, progress, stop), token);
        else
            await bundle.AddAsync(
                BundleFormat.Entries, async (stream, stop) => last = await WriteEntriesAsync(plan.Own, plan, stream, progress, stop), token);
        foreach (var (i, part) in plan.Before.Index())
            await bundle.AddAsync(
                BundleFormat.Before(i + 1), (stream, stop) => WriteEntriesAsync(part, plan, stream, progress, stop), token);
        var proven = await AddStampsAsync(bundle, plan, last, token);
        if (plan.Since is { } since)
            proven.Add(since);
        foreach (var old in proven)
            await bundle.AddAsync(
                BundleFormat.Consistency(old), BundleFormat.Proof(await reader.ConsistencyProofAsync(log.Id, old, size, token)), token);
        await bundle.FinishAsync(token);
    }

    /// <summary>Returns the sizes of the earlier trees that are stamped: each needs its proof.</summary>
    private async Task<SortedSet<long>> AddStampsAsync(BundleWriter bundle, BundlePlan plan, long last, CancellationToken token)
    {
        var (n, earlier) = (0, new SortedSet<long>());
        foreach (var (stamped, stamp) in await stamps.OverAsync(plan.Log, last, plan.Checkpoint.Size, token))
        {
            await bundle.AddAsync(BundleFormat.TimeStamp(++n), stamp, token);
            if (stamped.Size == plan.Checkpoint.Size)
                continue;
            await bundle.AddAsync(BundleFormat.Stamped(n), Encoding.UTF8.GetBytes(stamped.ToText()), token);
            earlier.Add(stamped.Size);
        }
        return earlier;
    }

    /// <summary>Returns the index of the last entry; -1 when there is none.</summary>
    private async Task<long> WriteEntriesAsync(
        BundlePart part, BundlePlan plan, Stream output, IProgress<long>? progress, CancellationToken token)
    {
        var (waiting, written, last) = (new List<BundleEntries.Row>(Together), 0L, -1L);
        await foreach (var row in entries.ReadAsync(part.Log, part.Size, part.Scope, part.KeyStreams, token))
        {
            waiting.Add(row);
            last = row.Index;
            if (waiting.Count == Together)
                await FlushAsync();
        }
        await FlushAsync();
        return last;

        async Task FlushAsync()
        {
            foreach (var (row, proof) in waiting.Zip(await ProofsAsync(part, waiting, token)))
                await output.WriteAsync(LineOf(plan, row, proof), token);
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

    private static readonly string ListOfCases = StoredEvents.Names[typeof(LicenceBatchEvent.MintingProposed)];

    // Names nobody but them, or nobody but those with whom they have the very licence or case. The cases of a batch are others', too.
    private static bool IsTheirs(BundlePlan plan, SubjectTag subject, BundleEntries.Row row) =>
        row.Type != ListOfCases && BundleEntries.SubjectsIn(row) is { } named
        && (plan.Together.GetValueOrDefault(row.Stream) is { } together ? named.All(together.Contains) : named.All(one => one == subject));

    private static byte[] LineOf(BundlePlan plan, BundleEntries.Row row, LogHash[] proof)
    {
        if (plan.OnlyAbout is { } subject && !IsTheirs(plan, subject, row))
            return BundleFormat.Withheld(row.Index, row.Body, proof, BundleFormat.NotGranted);
        if (plan.Seals is { } seals && StoredPayload.StepOf(row.Headers) is { } step && seals.Sealed.Contains(step))
            return BundleFormat.Withheld(row.Index, row.Body, proof, BundleFormat.NotGranted);
        if (PublishedErasures.Cover(plan.Erasures, row))
            return BundleFormat.Withheld(row.Index, row.Body, proof, BundleFormat.Erased);
        var (payload, salt) = StoredPayload.Compose(row.Data, row.Headers);
        return BundleFormat.Entry(row.Index, row.Body, payload, salt, proof);
    }
}
