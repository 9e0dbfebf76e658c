using Registry.Domain.Log;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Log;

public sealed class Proving_consistency
{
    private const int Largest = 100;

    private static readonly LogHash[] All = SmallTrees.Leaves(Largest);

    [Theory]
    [MemberData(nameof(Rfc6962Vectors.Consistency), MemberType = typeof(Rfc6962Vectors))]
    public void the_proofs_are_those_of_certificate_transparency(int oldSize, int newSize, string[] expected)
    {
        var reader = SmallTrees.ReaderOf(Rfc6962Vectors.Leaves(newSize), newSize);
        var proof = MerkleTree.ConsistencyProof(oldSize, newSize, reader);
        proof.Select(hash => hash.ToHex()).ShouldBe(expected);
        Holds(oldSize, Rfc6962Vectors.Root(oldSize), newSize, Rfc6962Vectors.Root(newSize), proof).ShouldBeTrue();
    }

    [Fact]
    public void every_small_tree_extends_every_older_one_and_no_other()
    {
        LogHash[] roots = [.. Enumerable.Range(0, Largest + 1).Select(size => MerkleTree.RootOf(All[..size]))];
        for (var newSize = 0; newSize <= Largest; newSize++)
        {
            for (var oldSize = 0; oldSize <= newSize; oldSize++)
            {
                var (oldRoot, newRoot) = (roots[oldSize], roots[newSize]);
                var proof = MerkleTree.ConsistencyProof(oldSize, newSize, SmallTrees.ReaderOf(All, newSize));
                Holds(oldSize, oldRoot, newSize, newRoot, proof).ShouldBeTrue();

                Holds(oldSize, oldRoot.Changed(), newSize, newRoot, proof).ShouldBeFalse();
                Holds(oldSize, oldRoot, newSize, newRoot, [.. proof, newRoot]).ShouldBeFalse();
                Holds(oldSize, oldRoot, newSize, newRoot, [newRoot, .. proof]).ShouldBeFalse();
                Holds(oldSize, oldRoot, newSize, newRoot, [oldRoot, .. proof]).ShouldBeFalse();
                // Any root extends the empty tree: there is nothing it could contradict.
                Holds(oldSize, oldRoot, newSize, newRoot.Changed(77), proof).ShouldBe(oldSize == 0 && newSize != 0);
                if (oldSize != newSize)
                    Holds(newSize, newRoot, oldSize, oldRoot, proof).ShouldBeFalse();
                // A taller tree needs a longer proof: the right hashes do not make up for the missing ones.
                if (oldSize != 0)
                    Holds(oldSize, oldRoot, 1L << 40, newRoot, proof).ShouldBeFalse();
                for (var i = 0; i < proof.Length; i++)
                {
                    Holds(oldSize, oldRoot, newSize, newRoot, proof[..i]).ShouldBeFalse();
                    LogHash[] changed = [.. proof];
                    changed[i] = changed[i].Changed(i);
                    Holds(oldSize, oldRoot, newSize, newRoot, changed).ShouldBeFalse();
                }
            }
        }
    }

    [Fact]
    public void a_tree_with_one_changed_leaf_extends_nothing_it_does_not_contain()
    {
        const int Size = 33;
        for (var changed = 0; changed < Size; changed++)
        {
            LogHash[] fork = [.. All[..Size]];
            fork[changed] = fork[changed].Changed();
            for (var oldSize = 1; oldSize < Size; oldSize++)
            {
                var proof = MerkleTree.ConsistencyProof(oldSize, Size, SmallTrees.ReaderOf(fork, Size));
                Holds(oldSize, MerkleTree.RootOf(All[..oldSize]), Size, MerkleTree.RootOf(fork), proof)
                    .ShouldBe(changed >= oldSize);
            }
        }
    }

    [Fact]
    public void sizes_that_cannot_be_are_refused()
    {
        Holds(-1, MerkleTree.EmptyRoot, 1, All[0], []).ShouldBeFalse();
        Holds(2, All[0], 1, All[0], []).ShouldBeFalse();
        Holds(0, All[0], 1, All[0], []).ShouldBeFalse("the empty tree has one root");
        Holds(0, All[0], 0, All[0], []).ShouldBeFalse();
        Holds(long.MaxValue - 1, All[0], long.MaxValue, All[0], []).ShouldBeFalse();
        Holds(long.MaxValue - 1, All[0], long.MaxValue, All[0], new LogHash[200]).ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => MerkleTree.PlanConsistency(2, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => MerkleTree.PlanConsistency(-1, 1));
    }

    private static bool Holds(long oldSize, LogHash oldRoot, long newSize, LogHash newRoot, LogHash[] proof) =>
        MerkleTree.VerifyConsistency(oldSize, oldRoot, newSize, newRoot, proof);
}
