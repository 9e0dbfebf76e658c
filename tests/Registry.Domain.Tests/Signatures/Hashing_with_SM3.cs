using Registry.Domain.Signatures;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Signatures;

public sealed class Hashing_with_SM3
{
    /// <summary>GB/T 32905-2016 annex A: the two examples.</summary>
    [Theory]
    [InlineData("abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData(
        "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
        "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")]
    public void the_examples_of_the_standard_agree(string message, string hash) =>
        Convert.ToHexStringLower(Sm3.Hash(System.Text.Encoding.ASCII.GetBytes(message))).ShouldBe(hash);
}
