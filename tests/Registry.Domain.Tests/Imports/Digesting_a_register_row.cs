using System.Security.Cryptography;
using System.Text.Json;
using Registry.Domain.Canonical;
using Registry.Domain.Imports;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Imports;

public sealed class Digesting_a_register_row
{
    [Fact]
    public void hashes_the_canonical_json_of_column_and_value()
    {
        string[] header = ["编号", "b", "\uFB33", "😀", "\"q\\", "a\tb", ""];
        string[] fields = ["𠮷祥\"面\"馆", "\\\u0001\r\n\b\f\t", " a ", "€", "/", "<>&'", "\u2028"];
        var json = JsonSerializer.SerializeToUtf8Bytes(header.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second));
        new RowDigest(header).Of(fields)
            .ShouldBe(Convert.ToHexStringLower(SHA256.HashData(JsonCanonicalizer.Canonicalize(json))));
    }

    [Fact]
    public void does_not_depend_on_the_order_of_the_columns() =>
        new RowDigest(["a", "b"]).Of(["1", "2"]).ShouldBe(new RowDigest(["b", "a"]).Of(["2", "1"]));

    [Fact]
    public void depends_on_columns_that_are_not_mapped_and_on_white_space()
    {
        var digests = new[]
        {
            Registers.Row(2), Registers.Row(2, ("note", "x")), Registers.Row(2, ("name", " 青禾面馆")),
        }.Select(row => row.Digest);
        digests.Distinct().Count().ShouldBe(3);
    }
}
