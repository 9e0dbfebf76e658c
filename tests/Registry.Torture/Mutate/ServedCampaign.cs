using System.Text;
using Registry.Domain.Export;
using Registry.Domain.Log;

namespace Registry.Torture.Mutate;

/// <summary>What anybody can fetch without login: receipts, and a mirror of checkpoint and tiles (C2SP tlog-tiles).</summary>
internal sealed class ServedCampaign(Golden golden, Tally tally)
{
    public void RunReceipts(Random random, int count)
    {
        foreach (var receipt in golden.Receipts)
            tally.Control("receipt", Judge(receipt) is { Outcome: not ExportOutcome.Ok } refused ? refused.Code : null);
        for (var i = 0; i < count; i++)
        {
            var receipt = golden.Receipts[random.Next(golden.Receipts.Count)];
            tally.Add("receipt", $"change {i}", Judge(Bytes.Other(random, receipt)).Outcome is ExportOutcome.Ok ? "accepted" : null);
        }
    }

    public void RunMirror(Random random, int count)
    {
        tally.Control("tiles", Refusal(golden.Mirror));
        var names = golden.Mirror.Keys.ToArray();
        for (var i = 0; i < count; i++)
        {
            var name = names[random.Next(names.Length)];
            var changed = new Dictionary<string, byte[]>(golden.Mirror) { [name] = Bytes.Other(random, golden.Mirror[name]) };
            tally.Add("tiles", name, Refusal(changed) is null ? "accepted" : null);
        }
    }

    private ExportVerdict Judge(byte[] receipt) => ReceiptVerifier.Verify(receipt, entry: null, golden.Log.Key, out _);

    // What a mirror's keeper checks: entries against their hashes, subtrees against the row above, all against the note.
    private string? Refusal(IReadOnlyDictionary<string, byte[]> mirror)
    {
        var opened = Checkpoint.Open(Encoding.UTF8.GetString(mirror[Golden.Checkpoint]), golden.Log.Key);
        if (opened is not { Value: { } checkpoint })
            return opened.Reason;
        var entries = new List<byte[]>();
        foreach (var tile in Golden.TilesOf(null, checkpoint.Size))
            if (EntryBundle.Read(mirror[$"{tile}"]) is { } bundle && bundle.Count == tile.Width)
                entries.AddRange(bundle);
            else
                return $"{tile} is no entry bundle";
        LogHash[] leaves = [.. entries.Select(entry => MerkleTree.LeafHash(entry))];
        var subtrees = new List<LogHash>();
        var edge = CompactRange.Empty.AppendRange(leaves, (node, hash) =>
        {
            if (node.Level == TilePath.Height)
                subtrees.Add(hash);
        });
        return edge.Root() != checkpoint.Root ? "the entries have another root"
            : !Row(0).AsSpan().SequenceEqual(Joined(leaves)) ? "the hashes are not the entries'"
            : !Row(1).AsSpan().SequenceEqual(Joined(subtrees)) ? "the subtrees are not the entries'"
            : null;

        byte[] Row(int level) => [.. Golden.TilesOf(level, checkpoint.Size).SelectMany(tile => mirror[$"{tile}"])];
    }

    private static byte[] Joined(IEnumerable<LogHash> hashes) => [.. hashes.SelectMany(hash => hash.ToArray())];
}
