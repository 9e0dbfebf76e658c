using System.Buffers.Text;
using System.IO.Compression;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using FsCheck.Xunit;
using FsCheck;
using Registry.Domain.Credentials;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Credentials;

/// <summary>Vectors of the Token Status List draft; compressors differ, so inflated bytes are compared.</summary>
public sealed class Keeping_a_status_list
{
    private static readonly JsonNode Vectors = JsonNode.Parse(File.ReadAllText("vectors/status-list/tsl.json"))!;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void agrees_with_the_vectors_of_a_million_places(int vector)
    {
        var expected = Vectors["long"]![vector]!;
        var published = StatusList.Parse((int)expected["bits"]!, (string)expected["lst"]!)!;
        var own = StatusList.Empty(published.Bits, 1 << 20);
        foreach (var (index, status) in expected["statuses"]!.AsObject())
        {
            published[int.Parse(index, System.Globalization.CultureInfo.InvariantCulture)].ShouldBe((int)status!);
            own[int.Parse(index, System.Globalization.CultureInfo.InvariantCulture)] = (int)status!;
        }
        own.Count.ShouldBe(published.Count);
        Inflated(own.ToText()).ShouldBe(Inflated((string)expected["lst"]!));
        Enumerable.Range(0, own.Count).Count(index => published[index] != 0)
            .ShouldBe(expected["statuses"]!.AsObject().Count(pair => (int)pair.Value! != 0));
    }

    [Theory]
    [InlineData(0, new[] { 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1 })]
    [InlineData(1, new[] { 1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3 })]
    public void puts_the_first_status_into_the_lowest_bits(int vector, int[] statuses)
    {
        var expected = Vectors["short"]![vector]!;
        var own = StatusList.Empty((int)expected["bits"]!, statuses.Length);
        foreach (var (index, status) in statuses.Index())
            own[index] = status;
        Convert.ToHexStringLower(Inflated(own.ToText())).ShouldBe((string)expected["bytes"]!);
        own.ToText(CompressionLevel.SmallestSize).ShouldStartWith("eN");
    }

    [Property]
    public Property keeps_each_status_and_no_other(PositiveInt size, NonEmptyArray<(NonNegativeInt Index, byte Status)> writes) => Prop.ForAll(
        Gen.Elements(1, 2, 4, 8).ToArbitrary(), bits =>
        {
            var list = StatusList.Empty(bits, size.Get);
            var model = new int[list.Count];
            foreach (var (index, status) in writes.Get)
                list[index.Get % list.Count] = model[index.Get % list.Count] = status & (1 << bits) - 1;
            var read = StatusList.Parse(bits, list.ToText())!;
            return Enumerable.Range(0, model.Length).All(index => read[index] == model[index]);
        });

    [Fact]
    public void has_no_place_behind_its_end()
    {
        var list = StatusList.Empty(2, 100_000);
        list.Count.ShouldBe(100_000);
        Should.Throw<ArgumentOutOfRangeException>(() => list[100_000]);
        Should.Throw<ArgumentOutOfRangeException>(() => list[-1]);
        Should.Throw<ArgumentOutOfRangeException>(() => list[0] = 4);
        Should.Throw<ArgumentOutOfRangeException>(() => StatusList.Empty(3, 8));
    }

    [Fact]
    public void reads_no_other_compression_and_no_bomb()
    {
        StatusList.Parse(1, Base64Url.EncodeToString([1, 2, 3])).ShouldBeNull();
        StatusList.Parse(1, "").ShouldBeNull();
        StatusList.Parse(3, "eNrbuRgAAhcBXQ").ShouldBeNull();
        StatusList.Parse(1, "eNrbuRgAAhcBXQ=").ShouldBeNull();
        StatusList.Parse(1, "eNrbuRgAAhcBXR").ShouldBeNull();
        StatusList.Parse(1, Deflated(new byte[4 * 1024 * 1024])).ShouldNotBeNull();
        StatusList.Parse(1, Deflated(new byte[4 * 1024 * 1024 + 1])).ShouldBeNull();
    }

    private static string Deflated(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
            deflate.Write(bytes);
        return Base64Url.EncodeToString(compressed.ToArray());
    }

    private static byte[] Inflated(string lst)
    {
        using var zlib = new ZLibStream(new MemoryStream(Base64Url.DecodeFromChars(lst)), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zlib.CopyTo(bytes);
        return bytes.ToArray();
    }
}
