using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Registry.Domain.Log;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Log;

public sealed class Growing_the_right_edge
{
    private const int Largest = 300;

    private static readonly LogHash[] All = SmallTrees.Leaves(Largest);

    [Fact]
    public void agrees_with_the_reference_at_every_size()
    {
        var edge = CompactRange.Empty;
        edge.Root().ShouldBe(MerkleTree.EmptyRoot);
        for (var size = 1; size <= Largest; size++)
        {
            edge = edge.Append(All[size - 1]);
            edge.Size.ShouldBe(size);
            edge.Root().ShouldBe(MerkleTree.RootOf(All[..size]));
        }
    }

    [Fact]
    public void batches_of_any_length_give_the_same_edge()
    {
        for (var size = 0; size <= 70; size++)
            for (var first = 0; first <= size; first++)
                CompactRange.Empty.AppendRange(All.AsSpan(0, first)).AppendRange(All.AsSpan(first, size - first))
                    .ShouldBe(CompactRange.Empty.AppendRange(All.AsSpan(0, size)));
    }

    [Fact]
    public void appending_leaves_the_older_edge_as_it_was()
    {
        var old = CompactRange.Empty.AppendRange(All.AsSpan(0, 7));
        var bytes = old.ToBytes();
        old.Append(All[7]).Root().ShouldNotBe(old.Root());
        old.ToBytes().ShouldBe(bytes);
    }

    [Fact]
    public void tells_each_completed_subtree_once_and_they_suffice_for_every_proof()
    {
        var stored = new Dictionary<NodeAddress, LogHash>();
        var edge = CompactRange.Empty;
        for (var size = 0; size < Largest; size += 30)
            edge = edge.AppendRange(All.AsSpan(size, 30), stored.Add);
        for (var i = 0; i < Largest; i++)
            stored.Add(new NodeAddress(0, i), All[i]);

        foreach (var (node, hash) in stored)
            hash.ShouldBe(MerkleTree.RootOf(All[(int)node.FirstLeaf..(int)(node.FirstLeaf + node.LeafCount)]));
        for (var i = 0; i < Largest; i++)
        {
            var proof = MerkleTree.InclusionProof(i, Largest, nodes => [.. nodes.Select(node => stored[node])]);
            MerkleTree.VerifyInclusion(i, Largest, All[i], proof, edge.Root()).ShouldBeTrue();
        }
    }

    [Property]
    public Property survives_being_stored(NonNegativeInt before, NonNegativeInt after)
    {
        var (first, second) = (before.Get % 150, after.Get % 150);
        var edge = CompactRange.Empty.AppendRange(All.AsSpan(0, first));
        var read = CompactRange.FromBytes(edge.Size, edge.ToBytes());
        var grown = read.AppendRange(All.AsSpan(first, second));
        return (read.Equals(edge) && grown.Root() == MerkleTree.RootOf(All[..(first + second)])).ToProperty();
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 32)]
    [InlineData(1, 0)]
    [InlineData(3, 32)]
    [InlineData(4, 31)]
    [InlineData(4, 33)]
    public void bytes_that_do_not_fit_the_size_are_refused(long size, int length) =>
        Should.Throw<FormatException>(() => CompactRange.FromBytes(size, new byte[length]));
}
