using System.Diagnostics;
using System.Numerics;

namespace Registry.Domain.Log;

/// <summary>
/// The right edge of a tree: the roots of the complete subtrees it falls apart into, one for each bit set in its
/// size, largest first. It is all that is needed to append and to know the root. Immutable.
/// </summary>
public sealed class CompactRange : IEquatable<CompactRange>
{
    private const int MaxPeaks = 63;

    private readonly LogHash[] _peaks;

    private CompactRange(long size, LogHash[] peaks) => (Size, _peaks) = (size, peaks);

    /// <summary>The edge of the tree without leaves.</summary>
    public static CompactRange Empty { get; } = new(0, []);

    /// <summary>The number of leaves.</summary>
    public long Size { get; }

    /// <summary>Reads what <see cref="ToBytes"/> wrote. Compare <see cref="Root"/> with the signed head before use.</summary>
    /// <exception cref="FormatException">The bytes cannot be the edge of a tree of that size: the store is damaged.</exception>
    public static CompactRange FromBytes(long size, ReadOnlySpan<byte> bytes)
    {
        if (size < 0 || bytes.Length != BitOperations.PopCount((ulong)size) * LogHash.Length)
            throw new FormatException($"{bytes.Length} bytes are not the edge of a tree of size {size}.");
        var peaks = new LogHash[bytes.Length / LogHash.Length];
        for (var i = 0; i < peaks.Length; i++)
            peaks[i] = LogHash.FromBytes(bytes.Slice(i * LogHash.Length, LogHash.Length));
        return new CompactRange(size, peaks);
    }

    /// <summary>The complete subtrees that the edge of a tree of that size is made of, largest first.</summary>
    public static IReadOnlyList<NodeAddress> PeaksOf(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var peaks = new List<NodeAddress>();
        for (var from = 0L; from < size; from += peaks[^1].LeafCount)
        {
            var level = BitOperations.Log2((ulong)(size - from));
            peaks.Add(new NodeAddress(level, from >> level));
        }
        return peaks;
    }

    /// <summary>The edge whose subtrees, as <see cref="PeaksOf"/> names them, have these hashes.</summary>
    /// <exception cref="ArgumentException">There is not one hash for each subtree.</exception>
    public static CompactRange FromPeaks(long size, IReadOnlyList<LogHash> hashes)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return hashes.Count == BitOperations.PopCount((ulong)size)
            ? new CompactRange(size, [.. hashes])
            : throw new ArgumentException($"A tree of size {size} has {BitOperations.PopCount((ulong)size)} peaks.", nameof(hashes));
    }

    /// <summary>The hashes one after another, largest subtree first: 32 bytes for each bit set in the size.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[_peaks.Length * LogHash.Length];
        for (var i = 0; i < _peaks.Length; i++)
            _peaks[i].CopyTo(bytes.AsSpan(i * LogHash.Length));
        return bytes;
    }

    /// <summary>The edge with one more leaf. Cost: at most log₂ n hashes, and one on average; one small array.</summary>
    public CompactRange Append(LogHash leaf) => AppendRange(new ReadOnlySpan<LogHash>(in leaf));

    /// <summary>The edge with more leaves. Cost: one hash for each leaf on average; one small array in all.</summary>
    public CompactRange AppendRange(ReadOnlySpan<LogHash> leaves) => AppendRange(leaves, null);

    /// <summary>As <see cref="AppendRange(ReadOnlySpan{LogHash})"/>, telling which subtrees became complete.</summary>
    /// <param name="leaves">Leaf hashes in the order of the log.</param>
    /// <param name="completed">
    /// Called for each new complete subtree above the leaves, children before parents: what a store keeps so that
    /// <see cref="MerkleTree.InclusionProof"/> can read it.
    /// </param>
    public CompactRange AppendRange(ReadOnlySpan<LogHash> leaves, Action<NodeAddress, LogHash>? completed)
    {
        Span<LogHash> peaks = stackalloc LogHash[MaxPeaks + 1];
        _peaks.CopyTo(peaks);
        var (count, size) = (_peaks.Length, Size);
        foreach (var leaf in leaves)
        {
            var hash = leaf;
            // Like a carry in binary addition: each set bit at the low end of the size is a complete subtree of
            // the height that the new one has just reached, so the two become one.
            for (var level = 0; ((size >> level) & 1) == 1; level++)
            {
                hash = MerkleTree.NodeHash(peaks[--count], hash);
                completed?.Invoke(new NodeAddress(level + 1, size >> (level + 1)), hash);
            }

            peaks[count++] = hash;
            size++;
        }

        if (count != BitOperations.PopCount((ulong)size))
            throw new UnreachableException($"{count} peaks for size {size}.");
        return new CompactRange(size, peaks[..count].ToArray());
    }

    /// <summary>The root of the tree (RFC 6962 2.1). Cost: at most log₂ n hashes.</summary>
    public LogHash Root()
    {
        if (_peaks.Length == 0)
            return MerkleTree.EmptyRoot;
        var root = _peaks[^1];
        for (var i = _peaks.Length - 2; i >= 0; i--)
            root = MerkleTree.NodeHash(_peaks[i], root);
        return root;
    }

    /// <summary>Same size and same hashes.</summary>
    public bool Equals(CompactRange? other) =>
        other is not null && Size == other.Size && _peaks.AsSpan().SequenceEqual(other._peaks);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CompactRange);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Size, _peaks.Length == 0 ? default : _peaks[^1]);
}
