using Registry.Domain.Log;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Log;

public sealed class Hashing_a_tree
{
    [Fact]
    public void the_empty_tree_has_the_hash_of_nothing()
    {
        MerkleTree.EmptyRoot.ToBase64().ShouldBe("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        MerkleTree.RootOf([]).ShouldBe(MerkleTree.EmptyRoot);
    }

    [Fact]
    public void the_roots_are_those_of_certificate_transparency()
    {
        for (var size = 1; size <= 8; size++)
            MerkleTree.RootOf(Rfc6962Vectors.Leaves(size)).ShouldBe(Rfc6962Vectors.Root(size));
    }

    [Fact]
    public void a_leaf_longer_than_the_stack_buffer_is_hashed_the_same()
    {
        foreach (var length in new[] { 1022, 1023, 1024, 1025, 8192, 65535 })
        {
            var entry = new byte[length];
            Array.Fill(entry, (byte)0xA5);
            MerkleTree.LeafHash(entry).ShouldBe(LogHash.Sha256([0, .. entry]));
        }
    }

    [Fact]
    public void a_hash_survives_base64_hex_and_bytes()
    {
        var hash = MerkleTree.EmptyRoot;
        LogHash.TryFromBase64(hash.ToBase64(), out var fromBase64).ShouldBeTrue();
        LogHash.TryFromHex(hash.ToHex(), out var fromHex).ShouldBeTrue();
        fromBase64.ShouldBe(hash);
        fromHex.ShouldBe(hash);
        LogHash.FromBytes(hash.ToArray()).ShouldBe(hash);
        (hash == hash.Changed(255)).ShouldBeFalse();
        hash.ToHex().ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    [Theory]
    [InlineData("")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")] // no padding
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=")] // stray bits
    [InlineData("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=")] // URL alphabet
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= ")]
    [InlineData("AAAA")]
    public void base64_in_any_other_spelling_or_length_is_refused(string text) =>
        LogHash.TryFromBase64(text, out _).ShouldBeFalse();

    [Fact]
    public void a_hash_of_another_length_is_refused()
    {
        LogHash.TryFromBytes(new byte[31], out _).ShouldBeFalse();
        LogHash.TryFromHex(new string('0', 63) + "g", out _).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => LogHash.FromBytes(new byte[33]));
    }
}
