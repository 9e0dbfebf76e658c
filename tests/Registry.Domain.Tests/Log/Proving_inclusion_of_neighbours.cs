using Registry.Domain.Log;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Log;

/// <summary>One verifier for many proofs remembers what it has seen; that must never change an answer.</summary>
public sealed class Proving_inclusion_of_neighbours
{
    private const int Largest = 40;

    private static readonly LogHash[] All = SmallTrees.Leaves(Largest);

    [Fact]
    public void every_leaf_is_proved_in_order_backwards_and_with_gaps()
    {
        for (var size = 1; size <= Largest; size++)
            foreach (var order in new[] { Enumerable.Range(0, size), Enumerable.Range(0, size).Reverse(), Enumerable.Range(0, size).Where(i => i % 3 != 1) })
            {
                var tree = Tree(size);
                foreach (var index in order)
                    tree.Verify(index, All[index], ProofOf(index, size)).ShouldBeTrue($"{index} of {size}");
            }
    }

    [Fact]
    public void a_lie_in_any_hash_is_refused_after_an_honest_neighbour()
    {
        for (var size = 2; size <= Largest; size++)
            for (var index = 1; index < size; index++)
                for (var i = 0; i < ProofOf(index, size).Length; i++)
                {
                    var tree = After(index - 1, size);
                    tree.Verify(index, All[index], Lying(index, size, i)).ShouldBeFalse($"hash {i} of {index} of {size}");
                    tree.Verify(index, All[index], ProofOf(index, size)).ShouldBeTrue("an honest one is proved all the same");
                }
    }

    [Fact]
    public void a_lie_is_not_remembered_and_so_not_believed_the_second_time()
    {
        for (var size = 2; size <= Largest; size++)
            for (var index = 1; index < size; index++)
                for (var i = 0; i < ProofOf(index, size).Length; i++)
                {
                    var tree = After(index - 1, size);
                    tree.Verify(index, All[index], Lying(index, size, i)).ShouldBeFalse();
                    tree.Verify(index, All[index], Lying(index, size, i)).ShouldBeFalse($"hash {i} of {index} of {size}");
                    tree.Verify(index - 1, All[index - 1], Lying(index - 1, size, i)).ShouldBeFalse();
                }
    }

    [Fact]
    public void another_leaf_place_or_length_is_refused_after_the_same_proof_has_held()
    {
        for (var size = 1; size <= Largest; size++)
            for (var index = 0; index < size; index++)
            {
                var proof = ProofOf(index, size);
                var tree = After(index, size);
                tree.Verify(index, All[index].Changed(), proof).ShouldBeFalse();
                tree.Verify(index ^ 1, All[index], proof).ShouldBeFalse();
                tree.Verify(index ^ 2, All[index], proof).ShouldBeFalse();
                tree.Verify(index - size, All[index], proof).ShouldBeFalse();
                tree.Verify(index + size, All[index], proof).ShouldBeFalse();
                tree.Verify(index, All[index], [.. proof, proof.Length > 0 ? proof[^1] : All[0]]).ShouldBeFalse();
                tree.Verify(index, All[index], [.. Enumerable.Repeat(All[0], 100)]).ShouldBeFalse();
                if (proof.Length > 0)
                    tree.Verify(index, All[index], proof[..^1]).ShouldBeFalse();
            }
    }

    private static InclusionVerifier Tree(int size) => new(size, MerkleTree.RootOf(All[..size]));

    private static InclusionVerifier After(int index, int size)
    {
        var tree = Tree(size);
        tree.Verify(index, All[index], ProofOf(index, size)).ShouldBeTrue();
        return tree;
    }

    private static LogHash[] ProofOf(int index, int size) => MerkleTree.InclusionProof(index, size, SmallTrees.ReaderOf(All, size));

    private static LogHash[] Lying(int index, int size, int place)
    {
        var proof = ProofOf(index, size);
        if (place < proof.Length)
            proof[place] = proof[place].Changed(place);
        else
            proof = [.. proof, All[0]];
        return proof;
    }
}
