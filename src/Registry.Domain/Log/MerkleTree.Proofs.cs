namespace Registry.Domain.Log;

/// <content>Making proofs from stored hashes.</content>
public static partial class MerkleTree
{
    /// <summary>
    /// The proof that leaf <paramref name="index"/> is in the tree of <paramref name="size"/> leaves, nearest
    /// sibling first: PATH(m, D[n]) of RFC 9162 2.1.3.1.
    /// Cost: one read of fewer than 2·log₂ n + 1 stored hashes, and fewer than log₂ n hashes to compute.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static LogHash[] InclusionProof(long index, long size, HashReader read) => Prove(PlanInclusion(index, size), read);

    /// <summary>
    /// The proof that the tree of <paramref name="newSize"/> leaves extends that of <paramref name="oldSize"/>:
    /// PROOF(m, D[n]) of RFC 9162 2.1.4.1. Empty when the old tree is empty or the sizes are equal.
    /// Cost as for <see cref="InclusionProof"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The old tree is larger, or a size is negative.</exception>
    public static LogHash[] ConsistencyProof(long oldSize, long newSize, HashReader read) =>
        Prove(PlanConsistency(oldSize, newSize), read);

    /// <summary>What to read for an inclusion proof, for stores that are read asynchronously.</summary>
    public static ProofPlan PlanInclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);

        // RFC 9162 2.1.3.1, its recursion as a walk from the root down; PATH lists the siblings bottom up.
        var siblings = new List<LeafRange>();
        var (from, to) = (0L, size);
        while (to - from > 1)
        {
            var split = from + LargestPowerOfTwoBelow(to - from);
            if (index < split)
            {
                siblings.Add(new LeafRange(split, to));
                to = split;
            }
            else
            {
                siblings.Add(new LeafRange(from, split));
                from = split;
            }
        }

        siblings.Reverse();
        return ProofPlan.For(siblings);
    }

    /// <summary>What to read for a consistency proof, for stores that are read asynchronously.</summary>
    public static ProofPlan PlanConsistency(long oldSize, long newSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(newSize, oldSize);
        if (oldSize == 0 || oldSize == newSize)
            return ProofPlan.For([]);

        // RFC 9162 2.1.4.1, SUBPROOF(m, D[n], b) as a walk down. The verifier knows the hash of what is left at
        // the end only while b holds, that is, as long as it starts at leaf 0.
        var pieces = new List<LeafRange>();
        var (from, to) = (0L, newSize);
        while (to != oldSize)
        {
            var split = from + LargestPowerOfTwoBelow(to - from);
            if (oldSize <= split)
            {
                pieces.Add(new LeafRange(split, to));
                to = split;
            }
            else
            {
                pieces.Add(new LeafRange(from, split));
                from = split;
            }
        }

        if (from != 0)
            pieces.Add(new LeafRange(from, to));
        pieces.Reverse();
        return ProofPlan.For(pieces);
    }

    private static LogHash[] Prove(ProofPlan plan, HashReader read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return plan.Nodes.Count == 0 ? [] : plan.Assemble(read(plan.Nodes));
    }
}
