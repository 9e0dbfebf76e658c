using System.Diagnostics;
using Registry.Domain.Log;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Log;

public sealed class Proving_inclusion
{
    private const int Largest = 100;

    private static readonly LogHash[] All = SmallTrees.Leaves(Largest);

    [Theory]
    [MemberData(nameof(Rfc6962Vectors.Inclusion), MemberType = typeof(Rfc6962Vectors))]
    public void the_proofs_are_those_of_certificate_transparency(int index, int size, string[] expected)
    {
        var leaves = Rfc6962Vectors.Leaves(size);
        var proof = MerkleTree.InclusionProof(index, size, SmallTrees.ReaderOf(leaves, size));
        proof.Select(hash => hash.ToHex()).ShouldBe(expected);
        MerkleTree.VerifyInclusion(index, size, leaves[index], proof, Rfc6962Vectors.Root(size)).ShouldBeTrue();
    }

    [Fact]
    public void every_leaf_of_every_small_tree_is_proved_and_no_other()
    {
        for (var size = 1; size <= Largest; size++)
        {
            var root = MerkleTree.RootOf(All[..size]);
            for (var index = 0; index < size; index++)
            {
                var proof = MerkleTree.InclusionProof(index, size, SmallTrees.ReaderOf(All, size));
                proof.Length.ShouldBeLessThanOrEqualTo(7);
                Holds(index, size, All[index], proof, root).ShouldBeTrue();

                Holds(index, size, All[index].Changed(), proof, root).ShouldBeFalse();
                Holds(index, size, All[index], proof, root.Changed(9)).ShouldBeFalse();
                Holds(index, size, All[index], [.. proof, root], root).ShouldBeFalse();
                Holds(index, size, All[index], [root, .. proof], root).ShouldBeFalse();
                Holds(index - 1, size, All[index], proof, root).ShouldBeFalse();
                Holds(index + 1, size, All[index], proof, root).ShouldBeFalse();
                Holds(index ^ 2, size, All[index], proof, root).ShouldBeFalse();
                Holds(index, index, All[index], proof, root).ShouldBeFalse();
                Holds(index, 1L << 40, All[index], proof, root).ShouldBeFalse();
                for (var i = 0; i < proof.Length; i++)
                {
                    Holds(index, size, All[index], proof[..i], root).ShouldBeFalse();
                    Holds(index, size, All[index], proof[(i + 1)..], root).ShouldBeFalse();
                    LogHash[] changed = [.. proof];
                    changed[i] = changed[i].Changed(i);
                    Holds(index, size, All[index], changed, root).ShouldBeFalse();
                }
            }
        }
    }

    [Fact]
    public void nothing_is_in_the_empty_tree()
    {
        Holds(0, 0, MerkleTree.EmptyRoot, [], MerkleTree.EmptyRoot).ShouldBeFalse();
        Holds(-1, 0, MerkleTree.EmptyRoot, [], MerkleTree.EmptyRoot).ShouldBeFalse();
        Holds(0, -1, MerkleTree.EmptyRoot, [], MerkleTree.EmptyRoot).ShouldBeFalse();
    }

    [Fact]
    public void a_node_is_not_a_leaf_of_a_smaller_tree_with_the_same_root()
    {
        // Second preimage: the root of two leaves, shown as the root of a tree with one leaf.
        var root = MerkleTree.RootOf(All[..4]);
        var node = MerkleTree.RootOf(All[..2]);
        LogHash[] proof = [MerkleTree.RootOf(All[2..4])];
        Holds(0, 2, node, proof, root).ShouldBeTrue("this is why the size must come from the checkpoint");
        Holds(0, 4, node, proof, root).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1L << 20)]
    [InlineData((1L << 40) - 1)]
    [InlineData(long.MaxValue)]
    public void the_number_of_reads_is_logarithmic(long size)
    {
        var most = 2 * Math.Log2(size) + 1;
        foreach (var index in new[] { 0, 1, size / 3, size / 2, size - 2, size - 1 })
            MerkleTree.PlanInclusion(index, size).Nodes.Count.ShouldBeLessThan((int)most + 1);
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    public void a_leaf_that_is_not_there_is_the_callers_mistake(long index, long size) =>
        Should.Throw<ArgumentOutOfRangeException>(() => MerkleTree.PlanInclusion(index, size));

    [Fact]
    public void a_reader_that_answers_too_few_hashes_is_a_bug() =>
        Should.Throw<UnreachableException>(() => MerkleTree.InclusionProof(0, 8, _ => []));

    private static bool Holds(long index, long size, LogHash leaf, LogHash[] proof, LogHash root) =>
        MerkleTree.VerifyInclusion(index, size, leaf, proof, root);
}
