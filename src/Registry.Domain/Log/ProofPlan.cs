using System.Diagnostics;
using System.Numerics;

namespace Registry.Domain.Log;

/// <summary>The leaves from <paramref name="From"/> up to, but not including, <paramref name="To"/>.</summary>
internal readonly record struct LeafRange(long From, long To);

/// <summary>
/// Which stored hashes a proof is made of. Read <see cref="Nodes"/> in whatever way the store offers, then call
/// <see cref="Assemble"/>.
/// </summary>
public sealed class ProofPlan
{
    // The number of nodes each proof hash is folded from; their sum is Nodes.Count.
    private readonly List<int> _widths;

    private ProofPlan(List<NodeAddress> nodes, List<int> widths) => (Nodes, _widths) = (nodes, widths);

    /// <summary>The hashes to read, in the order <see cref="Assemble"/> wants them.</summary>
    public IReadOnlyList<NodeAddress> Nodes { get; }

    /// <summary>Folds the hashes into the proof. Cost: one hash for each node beyond one per proof hash.</summary>
    /// <exception cref="UnreachableException">There is not one hash for each node.</exception>
    public LogHash[] Assemble(IReadOnlyList<LogHash> hashes)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        if (hashes.Count != Nodes.Count)
            throw new UnreachableException($"Asked for {Nodes.Count} hashes, was given {hashes.Count}.");

        var proof = new LogHash[_widths.Count];
        var next = 0;
        for (var i = 0; i < proof.Length; i++)
        {
            next += _widths[i];
            proof[i] = hashes[next - 1];
            // The smaller subtrees lie to the right and are joined first (RFC 6962 2.1).
            for (var left = next - 2; left >= next - _widths[i]; left--)
                proof[i] = MerkleTree.NodeHash(hashes[left], proof[i]);
        }

        return proof;
    }

    internal static ProofPlan For(IReadOnlyList<LeafRange> pieces)
    {
        var (nodes, widths) = (new List<NodeAddress>(), new List<int>());
        foreach (var piece in pieces)
        {
            var before = nodes.Count;
            AddCompleteSubtrees(piece, nodes);
            widths.Add(nodes.Count - before);
        }

        return new ProofPlan(nodes, widths);
    }

    /// <summary>Splits a range that starts at a multiple of its own size's power of two, largest subtree first.</summary>
    private static void AddCompleteSubtrees(LeafRange range, List<NodeAddress> nodes)
    {
        for (var from = range.From; from < range.To;)
        {
            var level = BitOperations.Log2((ulong)(range.To - from));
            var index = from >> level;
            if (index << level != from)
                throw new UnreachableException($"Range {range} does not lie on a subtree.");
            nodes.Add(new NodeAddress(level, index));
            from += 1L << level;
        }
    }
}
