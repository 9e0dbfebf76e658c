using System.Numerics;

namespace Registry.Domain.Log;

/// <summary>The Merkle tree of RFC 6962 2.1 (the same in RFC 9162 2.1) with SHA-256: hashing.</summary>
/// <remarks>Pure functions. Bad arguments of our own throw; anything a stranger may send answers false.</remarks>
public static partial class MerkleTree
{
    // RFC 6962 2.1: different prefixes for leaves and nodes give second-preimage resistance.
    private const byte LeafTag = 0x00;
    private const byte NodeTag = 0x01;

    /// <summary>RFC 6962 2.1: "The hash of an empty list is the hash of an empty string".</summary>
    public static LogHash EmptyRoot { get; } = LogHash.Sha256([]);

    /// <summary>SHA-256(0x00 ‖ entry), RFC 6962 2.1. Cost: one hash.</summary>
    public static LogHash LeafHash(ReadOnlySpan<byte> entry) => HashInput.Hash(LeafTag, entry);

    /// <summary>SHA-256(0x01 ‖ left ‖ right), RFC 6962 2.1. Cost: one hash of 65 bytes.</summary>
    public static LogHash NodeHash(LogHash left, LogHash right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * LogHash.Length)];
        input[0] = NodeTag;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + LogHash.Length)..]);
        return LogHash.Sha256(input);
    }

    /// <summary>
    /// MTH of RFC 6962 2.1 word by word, as the reference that all faster ways are tested against.
    /// Cost: n − 1 hashes and log₂ n stack frames; use <see cref="CompactRange"/> for real logs.
    /// </summary>
    /// <param name="leaves">Leaf hashes, not entries.</param>
    public static LogHash RootOf(IReadOnlyList<LogHash> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        return leaves.Count == 0 ? EmptyRoot : RootOf(leaves, 0, leaves.Count);
    }

    private static LogHash RootOf(IReadOnlyList<LogHash> leaves, int from, int to)
    {
        if (to - from == 1)
            return leaves[from];
        var split = from + (int)LargestPowerOfTwoBelow(to - from);
        return NodeHash(RootOf(leaves, from, split), RootOf(leaves, split, to));
    }

    /// <summary>RFC 6962 2.1: "let k be the largest power of two smaller than n". Needs n ≥ 2.</summary>
    private static long LargestPowerOfTwoBelow(long n) => 1L << BitOperations.Log2((ulong)(n - 1));
}
