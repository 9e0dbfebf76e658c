namespace Registry.Domain.Log;

/// <content>Checking proofs. Every argument may come from an adversary.</content>
public static partial class MerkleTree
{
    /// <summary>
    /// Whether the proof shows that <paramref name="leaf"/> is at <paramref name="index"/> in the tree of that
    /// size and root (RFC 9162 2.1.3.2). Cost: one hash for each hash of the proof, and at most 63.
    /// </summary>
    /// <remarks>Size and root come from a verified checkpoint, or the answer means nothing.</remarks>
    public static bool VerifyInclusion(long index, long size, LogHash leaf, ReadOnlySpan<LogHash> proof, LogHash root)
    {
        // Step 1: "Compare leaf_index from the inclusion_proof_v2 structure against tree_size."
        if (index < 0 || index >= size)
            return false;

        var walk = new InclusionWalk(index, size - 1, leaf);
        foreach (var p in proof)
            if (!walk.TryClimb(p))
                return false;
        return walk.EndsAt(root);
    }

    /// <summary>
    /// Whether the proof shows that the new tree extends the old one without changing it (RFC 9162 2.1.4.2).
    /// Cost: two hashes for each hash of the proof, and at most 128.
    /// </summary>
    /// <remarks>
    /// The RFC leaves two cases to the caller. Equal sizes need equal roots and an empty proof. An empty old tree
    /// is extended by every tree, needs an empty proof, and has the one root it can have.
    /// </remarks>
    public static bool VerifyConsistency(
        long oldSize, LogHash oldRoot, long newSize, LogHash newRoot, ReadOnlySpan<LogHash> proof)
    {
        if (oldSize < 0 || oldSize > newSize)
            return false;
        if (oldSize == 0 && oldRoot != EmptyRoot)
            return false;
        if (oldSize == newSize)
            return proof.IsEmpty && oldRoot == newRoot;
        if (oldSize == 0)
            return proof.IsEmpty;

        // Step 1: "If consistency_path is an empty array, stop and fail the proof verification."
        if (proof.IsEmpty)
            return false;

        // Step 2: for a power of two the old root is itself a node of the new tree, and left out of the path.
        var seed = oldRoot;
        if (!long.IsPow2(oldSize))
        {
            seed = proof[0];
            proof = proof[1..];
        }

        // Steps 3 and 4.
        var (fn, sn) = (oldSize - 1, newSize - 1);
        while ((fn & 1) == 1)
            (fn, sn) = (fn >> 1, sn >> 1);

        // Steps 5 and 6.
        var (fr, sr) = (seed, seed);
        foreach (var c in proof)
        {
            if (sn == 0)
                return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                (fr, sr) = (NodeHash(c, fr), NodeHash(c, sr));
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                sr = NodeHash(sr, c);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        // Step 7.
        return sn == 0 && fr == oldRoot && sr == newRoot;
    }
}
