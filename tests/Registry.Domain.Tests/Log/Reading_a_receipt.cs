using Registry.Domain.Log;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Log;

/// <summary>C2SP tlog-proof.</summary>
public sealed class Reading_a_receipt
{
    private const string Hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    [Theory]
    [InlineData($"c2sp.org/tlog-proof@v1\nindex 0\n\nnote\n")]
    [InlineData($"c2sp.org/tlog-proof@v1\nindex 8\n{Hash}\n{Hash}\n\nnote\n")]
    [InlineData($"c2sp.org/tlog-proof@v1\nextra AAEC\nindex 8\n{Hash}\n\nnote\n\nwith blank lines\n")]
    [InlineData($"c2sp.org/tlog-proof@v1\nextra \nindex 8\n{Hash}\n\nnote\n")]
    public void gives_back_what_was_written(string text)
    {
        TlogProof.TryParse(text, out var receipt, out var reason).ShouldBeTrue(reason);
        receipt!.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c2sp.org/tlog-proof@v2\nindex 0\n\nnote\n")]
    [InlineData("c2sp.org/tlog-proof@v1\n\nnote\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nnote\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 01\n\nnote\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex -1\n\nnote\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0 \n\nnote\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 99999999999999999999\n\nnote\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AB\nindex 0\n\nnote\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nextra AAEC\n\nnote\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\nAAEC\n\nnote\n")]
    public void refuses_any_other_form(string text)
    {
        TlogProof.TryParse(text, out var receipt, out var reason).ShouldBeFalse();
        receipt.ShouldBeNull();
        reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void refuses_more_hashes_than_any_tree_has()
    {
        var hashes = string.Concat(Enumerable.Repeat($"{Hash}\n", 64));
        TlogProof.TryParse($"c2sp.org/tlog-proof@v1\nindex 0\n{hashes}\nnote\n", out _, out _).ShouldBeFalse();
    }
}
