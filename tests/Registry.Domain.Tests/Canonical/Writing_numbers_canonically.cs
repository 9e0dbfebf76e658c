using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using Registry.Domain.Canonical;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Canonical;

public sealed class Writing_numbers_canonically
{
    // RFC 8785 appendix B: the bits of the double and its text.
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void appendix_b_comes_out_as_printed(string bits, string text) =>
        Canonical(Exact(BitConverter.UInt64BitsToDouble(Bits(bits)))).ShouldBe(text);

    [Theory]
    [InlineData("1.50", "1.5")]
    [InlineData("-1", "-1")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("1.25E-7", "1.25e-7")]
    [InlineData("123e-20", "1.23e-18")]
    [InlineData("100000000000000000000", "100000000000000000000")]
    [InlineData("-1e5", "-100000")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("1e-400", "0")]
    public void other_layouts_follow_ecmascript(string json, string text) => Canonical(json).ShouldBe(text);

    [Property]
    public bool every_finite_double_reads_back_as_itself(double number) =>
        !double.IsFinite(number)
        || double.Parse(Canonical(Exact(number)), CultureInfo.InvariantCulture) == number;

    [Property(MaxTest = 2000)]
    public bool any_bits_that_are_a_finite_double_read_back_as_themselves(ulong seed)
    {
        // Generated seeds are small; the golden ratio spreads them over all 64 bits.
        var bits = unchecked(seed * 0x9E3779B97F4A7C15);
        return every_finite_double_reads_back_as_itself(BitConverter.UInt64BitsToDouble(bits));
    }

    private static ulong Bits(string text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Exact(double number) => number.ToString("E17", CultureInfo.InvariantCulture);

    private static string Canonical(string json) =>
        Encoding.UTF8.GetString(JsonCanonicalizer.Canonicalize(Encoding.UTF8.GetBytes(json)));
}
