using Npgsql;
using Registry.Domain.Export;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Log.Fsck;

/// <summary>
/// One pass over a log in the order of its indexes: each entry against its own hashes and against its event's row, the tree
/// that grows from the entries' bytes against every stored subtree, checkpoint and publication, and at last the head.
/// </summary>
internal sealed class EntryPass(
    NpgsqlConnection connection, string schema, string tenant, StoredHead head, CheckpointKeys keys, Findings findings)
{
    private const int BatchSize = 4096;

    private readonly EntryChecks content = new();
    private readonly SignatureQueue signatures = new();
    private readonly TreeCheck tree = new(connection, schema, head.Log, head.Origin, keys, findings);
    private LogHash chain = HashChain.Start(head.Origin);

    /// <summary>Returns the number of entries.</summary>
    public async Task<long> RunAsync(Action<long> progress, CancellationToken token)
    {
        await tree.StartAsync(token);
        while (await ReadAsync(token) is { Count: > 0 } rows)
        {
            var leaves = new LogHash[rows.Count];
            foreach (var (place, row) in rows.Index())
                leaves[place] = Check(row, tree.Size + place);
            await tree.GrowAsync(leaves, token);
            progress(tree.Size);
        }
        if (signatures.Finish() is { } wrong)
            findings.Add(wrong.Code, wrong.Index, wrong.Detail);
        await tree.FinishAsync(token);
        CheckHead();
        return tree.Size;
    }

    /// <summary>What a discontinuity says is left of the log before: a closed log has no newer checkpoint of its own.</summary>
    public void CompareSealed(EntryPass? before)
    {
        if (content.Discontinuity is not { } loss)
            return;
        var (size, root) = before is { } closed && closed.Origin == loss.After ? (closed.tree.Size, closed.tree.Edge.Root().ToString()) : (0, "");
        if (size != loss.Size || root != loss.Root)
            findings.Add(FsckCodes.SealDiffers, 0, $"{loss.After}: {loss.Size} entries with root {loss.Root} were sealed, there are {size}, root {root}.");
    }

    private string Origin => head.Origin;

    // A row that is missing ends nothing: what follows it is looked at in its place, and has other hashes there.
    private async Task<List<Row>> ReadAsync(CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"""
            select e.idx, e.event_id, e.body, e.leaf, e.chain, {EventRow.Columns}
            from (select * from {schema}.log_entry where log = $1 and idx > $3 order by idx limit {BatchSize}) e
            left join {schema}.mt_events m on m.tenant_id = $2 and m.id = e.event_id
            order by e.idx
            """,
            connection).With(head.Log, tenant, last);
        await using var reader = await select.ExecuteReaderAsync(token);
        var rows = new List<Row>();
        while (await reader.ReadAsync(token))
            rows.Add(new(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetFieldValue<byte[]>(2), reader.GetFieldValue<byte[]>(3),
                reader.GetFieldValue<byte[]>(4), reader.IsDBNull(5) ? null : EventRow.Read(reader, 5)));
        if (rows.Count > 0)
            last = rows[^1].Index;
        return rows;
    }

    private long last = -1;
    private long skipped;

    private LogHash Check(Row row, long place)
    {
        if (row.Index != place + skipped)
        {
            findings.Add(FsckCodes.EntryMissing, place + skipped, $"The next index is {row.Index}.");
            skipped = row.Index - place;
        }
        var leaf = MerkleTree.LeafHash(row.Body);
        chain = HashChain.Next(chain, leaf);
        if (!leaf.AsSpan().SequenceEqual(row.Leaf))
            findings.Add(FsckCodes.LeafDiffers, row.Index, $"The entry's bytes hash to {leaf}, stored is {Convert.ToHexStringLower(row.Leaf)}.");
        if (!chain.AsSpan().SequenceEqual(row.Chain))
            findings.Add(FsckCodes.ChainDiffers, row.Index, $"Expected {chain}, stored is {Convert.ToHexStringLower(row.Chain)}.");

        if (!LogEntry.TryRead(row.Body, out var entry, out var reason) || entry is null)
            findings.Add(FsckCodes.EntryMalformed, row.Index, reason ?? "");
        else
            Check(row, entry);
        return leaf;
    }

    private void Check(Row row, LogEntry entry)
    {
        if (entry.Log != head.Origin)
            findings.Add(FsckCodes.EntryOtherLog, row.Index, $"The entry is of {entry.Log}.");
        if (entry.Id != row.EventId)
            findings.Add(FsckCodes.EntryEvent, row.Index, $"The entry is of event {entry.Id}, its row of {row.EventId}.");
        if (row.Event is null)
        {
            findings.Add(FsckCodes.EventMissing, row.Index, $"There is no event {row.EventId}.");
            return;
        }
        row.Event.Compare(entry, row.Index, findings);
        CheckContent(row, row.Event, entry);
    }

    private void CheckContent(Row row, EventRow fact, LogEntry entry)
    {
        if (fact.Open() is not var (payload, salt))
        {
            findings.Add(VerdictCodes.PayloadMalformed, row.Index, $"The payload of event {row.EventId} cannot be composed.");
            return;
        }
        using (payload)
        {
            var verdict = content.CheckContent(entry, row.Index, payload.RootElement, salt, out var signer);
            if (verdict is not null)
                findings.Add(verdict.Code, verdict.Index, verdict.Detail);
            else
                signatures.Add(row.Index, entry, row.Body, signer!);
            fact.CompareMeta(payload.RootElement.GetProperty("meta"), row.Index, findings);
        }
    }

    private void CheckHead()
    {
        if (head.Size != tree.Size)
            findings.Add(FsckCodes.HeadDiffers, Math.Min(head.Size, tree.Size), $"The head says {head.Size} entries, there are {tree.Size}.");
        else if (!tree.Edge.ToBytes().AsSpan().SequenceEqual(head.Edge))
            findings.Add(FsckCodes.HeadDiffers, tree.Size, "The head's tree is not the entries'.");
        else if (!chain.AsSpan().SequenceEqual(head.Chain))
            findings.Add(FsckCodes.HeadDiffers, tree.Size, "The head's chain value is not the entries'.");
    }

    private sealed record Row(long Index, Guid EventId, byte[] Body, byte[] Leaf, byte[] Chain, EventRow? Event);
}
