using System.Globalization;
using System.Text;
using Registry.Domain.Log;
using Shouldly;

namespace Registry.Domain.Tests.Log;

/// <summary>Trees small enough to be tried whole.</summary>
internal static class SmallTrees
{
    public static LogHash[] Leaves(int size) =>
    [
        .. Enumerable.Range(0, size).Select(i =>
            MerkleTree.LeafHash(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"entry {i}")))),
    ];

    /// <summary>
    /// Reads hashes of complete subtrees, and asserts more than the contract asks: none is asked for twice, and
    /// none reaches beyond the tree.
    /// </summary>
    public static HashReader ReaderOf(LogHash[] leaves, int size) => nodes =>
    {
        nodes.Distinct().Count().ShouldBe(nodes.Count);
        return [.. nodes.Select(node =>
        {
            (node.FirstLeaf + node.LeafCount).ShouldBeLessThanOrEqualTo(size);
            return Subtree(leaves, node);
        })];
    };

    public static LogHash Changed(this LogHash hash, int bit = 0)
    {
        var bytes = hash.ToArray();
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return LogHash.FromBytes(bytes);
    }

    private static LogHash Subtree(LogHash[] leaves, NodeAddress node) =>
        MerkleTree.RootOf(leaves[(int)node.FirstLeaf..(int)(node.FirstLeaf + node.LeafCount)]);
}
