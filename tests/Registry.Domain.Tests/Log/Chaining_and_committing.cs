using System.Security.Cryptography;
using Registry.Domain.Log;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Log;

public sealed class Chaining_and_committing
{
    [Fact]
    public void the_chain_starts_from_the_origin() =>
        HashChain.Start("registry.example/log/340100/2026").ToArray()
            .ShouldBe(SHA256.HashData("registry/chain/v1\nregistry.example/log/340100/2026"u8));

    [Fact]
    public void a_link_covers_the_link_before_and_the_leaf()
    {
        var (previous, leaf) = (HashChain.Start("a"), MerkleTree.LeafHash("x"u8));
        HashChain.Next(previous, leaf).ToArray()
            .ShouldBe(SHA256.HashData([0x02, .. previous.ToArray(), .. leaf.ToArray()]));
        HashChain.Next(previous, leaf).ShouldNotBe(MerkleTree.NodeHash(previous, leaf));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(990)]
    [InlineData(991)]
    [InlineData(992)]
    [InlineData(100_000)]
    public void a_commitment_covers_salt_and_payload(int length)
    {
        var salt = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var payload = new byte[length];
        Array.Fill(payload, (byte)'p');
        Commitment.Of(salt, payload).ToArray().ShouldBe(SHA256.HashData([0x10, .. salt, .. payload]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void a_salt_of_another_length_is_refused(int length) =>
        Should.Throw<ArgumentException>(() => Commitment.Of(new byte[length], "{}"u8));
}
