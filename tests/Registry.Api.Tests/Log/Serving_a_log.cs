using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Registry.Domain.Log;
using Registry.Testing;

namespace Registry.Api.Tests.Log;

/// <summary>C2SP tlog-tiles and tlog-proof over HTTP, as a client sees them that knows the log's key only (invariant I7).</summary>
public sealed class Serving_a_log(ServedLog log) : IClassFixture<ServedLog>
{
    public static TheoryData<long> Sizes => [.. ServedLog.Sizes];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void signs_the_tree_of_RFC_6962_over_its_entries(long size)
    {
        var opened = Checkpoint.Open(log.Stops[size].Checkpoint, log.Key);
        opened.Ok.ShouldBeTrue(opened.Reason);
        opened.Value.Size.ShouldBe(size);
        opened.Value.Root.ShouldBe(log.RootAt(size));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void serves_each_row_up_to_its_edge_and_no_hash_further(long size)
    {
        var stop = log.Stops[size];
        foreach (var (tile, bytes) in stop.Edge)
            if (tile.Level is { } level)
                bytes.ShouldBe([.. Enumerable.Range(0, tile.Width).SelectMany(
                    i => log.HashOf(new(level * TilePath.Height, tile.FirstInRow + i)).ToArray())]);
            else
                EntryBundle.Read(bytes).ShouldBe(log.Entries.Skip((int)tile.FirstInRow).Take(tile.Width));
        stop.Beyond.Values.ShouldAllBe(status => status == 404);
        stop.Edge.Count.ShouldBe(size switch { 0 => 0, < 256 => 2, < 65_536 => 3, _ => 4 });
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void gives_receipts_that_verify_offline_with_the_entry_in_them(long size)
    {
        foreach (var (index, text) in log.Stops[size].Receipts)
        {
            TlogProof.TryParse(text, out var receipt, out var reason).ShouldBeTrue(reason);
            receipt!.Index.ShouldBe(index);
            receipt.Extra.ShouldBe(log.Entries[(int)index]);
            receipt.Verify(receipt.Extra, log.Key).Value!.Size.ShouldBe(size);
            receipt.Verify([.. receipt.Extra!, 0], log.Key).Fault.ShouldBe(NoteFault.NotIncluded);
        }
    }

    [Fact]
    public async Task lets_a_client_prove_from_tiles_alone_that_each_size_extends_every_earlier_one()
    {
        var tiles = new Dictionary<TilePath, byte[]>();
        foreach (var older in ServedLog.Sizes)
            foreach (var newer in ServedLog.Sizes.Where(size => size >= older))
            {
                var plan = MerkleTree.PlanConsistency(older, newer);
                var hashes = new List<LogHash>();
                foreach (var node in plan.Nodes)
                    hashes.Add(await FromTiles(node, newer, tiles));
                MerkleTree.VerifyConsistency(older, log.RootAt(older), newer, log.RootAt(newer), plan.Assemble(hashes))
                    .ShouldBeTrue($"{older} to {newer}");
            }
    }

    [Fact]
    public async Task keeps_partial_tiles_that_a_later_size_has_filled()
    {
        foreach (var (tile, bytes) in log.Stops.Values.SelectMany(stop => stop.Edge))
        {
            using var again = await log.GetAsync($"{tile}");
            (await again.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(bytes);
        }
    }

    [Fact]
    public async Task lets_everybody_keep_tiles_for_ever_and_asks_for_the_checkpoint_again()
    {
        using var tile = await log.GetAsync("tile/0/000");
        tile.Content.Headers.ContentType!.ToString().ShouldBe("application/octet-stream");
        tile.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        tile.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        using var checkpoint = await log.GetAsync("checkpoint");
        checkpoint.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        checkpoint.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromSeconds(1));
        foreach (var path in new[] { "tile/0/000", "tile/entries/000", "checkpoint" })
        {
            using var first = await log.GetAsync(path);
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var again = await log.Client.SendAsync(request, TestContext.Current.CancellationToken);
            again.StatusCode.ShouldBe(HttpStatusCode.NotModified, path);
        }
    }

    [Fact]
    public async Task sends_entries_compressed_to_whoever_takes_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "tile/entries/000");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var answer = await log.Client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        await using var body = new GZipStream(
            await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        await body.CopyToAsync(whole, TestContext.Current.CancellationToken);
        EntryBundle.Read(whole.ToArray()).ShouldBe(log.Entries.Take(256));
    }

    [Theory]
    [InlineData("tile/0/274")]
    [InlineData("tile/0/00")]
    [InlineData("tile/8/000")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/entries/x000/000")]
    [InlineData("tile/")]
    [InlineData("proof/70000")]
    [InlineData("proof/-1")]
    [InlineData("../340198/checkpoint")]
    public async Task has_nothing_else(string path)
    {
        using var answer = await log.GetAsync(path);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    private async Task<LogHash> FromTiles(NodeAddress node, long size, Dictionary<TilePath, byte[]> tiles)
    {
        var level = node.Level / TilePath.Height;
        var first = node.Index << (node.Level % TilePath.Height);
        var index = first / TilePath.FullWidth;
        var tile = new TilePath(level, index, TilePath.WidthAt(level, index, size));
        if (!tiles.TryGetValue(tile, out var bytes))
        {
            using var answer = await log.GetAsync($"{tile}");
            tiles[tile] = bytes = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        }
        return CompactRange.Empty.AppendRange([.. Enumerable.Range((int)(first - tile.FirstInRow), 1 << (node.Level % TilePath.Height))
            .Select(i => LogHash.FromBytes(bytes.AsSpan(i * LogHash.Length, LogHash.Length)))]).Root();
    }
}
