namespace Registry.Domain.Log;

/// <summary>
/// A complete subtree: the 2^<paramref name="Level"/> leaves that start at
/// <paramref name="Index"/> · 2^<paramref name="Level"/>. Its hash never changes as the log grows, so it may be
/// stored and cached for ever. Level 0 is the leaves.
/// </summary>
public readonly record struct NodeAddress(int Level, long Index)
{
    /// <summary>The first leaf of the subtree.</summary>
    public long FirstLeaf => Index << Level;

    /// <summary>The number of leaves of the subtree.</summary>
    public long LeafCount => 1L << Level;
}

/// <summary>
/// Reads stored hashes: the answer has one hash for each address, in the order asked. A hash that is missing is
/// the store's fault, and the reader throws. All are asked for at once, so that a store needs one round trip.
/// </summary>
public delegate IReadOnlyList<LogHash> HashReader(IReadOnlyList<NodeAddress> nodes);
