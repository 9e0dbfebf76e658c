using Registry.Domain.Log;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Log;

/// <summary>C2SP tlog-tiles, "Merkle Tree" and "Log Entries".</summary>
public sealed class Addressing_tiles
{
    [Theory]
    [InlineData(0, 0L, 256, "tile/0/000")]
    [InlineData(0, 1000L, 256, "tile/0/x001/000")]
    [InlineData(0, 1234067L, 256, "tile/0/x001/x234/067")]
    [InlineData(2, 0L, 1, "tile/2/000.p/1")]
    [InlineData(0, 273L, 112, "tile/0/273.p/112")]
    [InlineData(null, 1234067L, 255, "tile/entries/x001/x234/067.p/255")]
    public void writes_and_reads_the_path(int? level, long index, int width, string path)
    {
        new TilePath(level, index, width).ToString().ShouldBe(path);
        TilePath.TryParse(path, out var read).ShouldBeTrue();
        read.ShouldBe(new TilePath(level, index, width));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/8/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/+1/000")]
    [InlineData("tile/data/000")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000/1")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/0/٠٠٠")]
    [InlineData("Tile/0/000")]
    [InlineData("/tile/0/000")]
    public void refuses_any_other_spelling(string path) => TilePath.TryParse(path, out _).ShouldBeFalse();

    // "For example, a log of size 70,000": 273 full level 0 tiles and one of 112, one full level 1 tile and one of 17,
    // one level 2 tile of width 1.
    [Theory]
    [InlineData(70_000, 0, 272, 256)]
    [InlineData(70_000, 0, 273, 112)]
    [InlineData(70_000, 0, 274, 0)]
    [InlineData(70_000, 1, 0, 256)]
    [InlineData(70_000, 1, 1, 17)]
    [InlineData(70_000, 2, 0, 1)]
    [InlineData(70_000, 3, 0, 0)]
    [InlineData(256, 0, 0, 256)]
    [InlineData(256, 1, 0, 1)]
    [InlineData(255, 0, 0, 255)]
    [InlineData(255, 1, 0, 0)]
    [InlineData(0, 0, 0, 0)]
    public void knows_how_wide_a_tile_is(long size, int level, long index, int width)
    {
        TilePath.WidthAt(level, index, size).ShouldBe(width);
        new TilePath(level, index, Math.Max(width, 1)).IsWithin(size).ShouldBe(width > 0);
        new TilePath(level, index, Math.Min(width + 1, 256)).IsWithin(size).ShouldBe(width == 256);
    }

    [Fact]
    public void an_index_near_the_end_of_all_numbers_is_outside_every_log() =>
        new TilePath(0, 999_999_999_999_999, 256).IsWithin(long.MaxValue >> 8).ShouldBeFalse();

    [Fact]
    public void every_tile_of_every_small_size_is_what_the_row_holds()
    {
        for (var size = 0L; size <= 600; size++)
            for (var level = 0; level <= 2; level++)
                for (var index = 0L; index <= 3; index++)
                    TilePath.WidthAt(level, index, size)
                        .ShouldBe((int)Math.Clamp((size / (long)Math.Pow(256, level)) - (256 * index), 0, 256));
    }

    [Fact]
    public void bundles_entries_after_their_lengths()
    {
        byte[][] entries = [[1, 2, 3], [], new byte[65_535]];
        var bundle = EntryBundle.Write(entries);
        bundle[..5].ShouldBe(new byte[] { 0, 3, 1, 2, 3 });
        EntryBundle.Read(bundle).ShouldBe(entries);
        EntryBundle.Read(bundle.AsSpan(0, bundle.Length - 1)).ShouldBeNull();
        EntryBundle.Read([0]).ShouldBeNull();
        Should.Throw<ArgumentException>(() => EntryBundle.Write([new byte[65_536]]));
    }

    [Fact]
    public void an_edge_is_the_same_from_its_peaks_as_from_its_leaves()
    {
        var edge = CompactRange.Empty;
        var nodes = new Dictionary<NodeAddress, LogHash>();
        for (var size = 0; size <= 70; size++)
        {
            CompactRange.FromPeaks(size, [.. CompactRange.PeaksOf(size).Select(node => nodes[node])]).ShouldBe(edge);
            var leaf = MerkleTree.LeafHash([(byte)size]);
            nodes[new(0, size)] = leaf;
            edge = edge.AppendRange([leaf], (node, hash) => nodes[node] = hash);
        }
    }
}
