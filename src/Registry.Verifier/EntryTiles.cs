using System.Net;
using Registry.Domain.Log;

namespace Registry.Verifier;

/// <summary>The entries of a public log, read tile by tile (C2SP tlog-tiles) from its URL or from a copy of it in a directory.</summary>
internal sealed class EntryTiles : IDisposable
{
    private readonly HttpClient? http;
    private readonly string directory;

    /// <param name="where">An http(s) URL or a directory, either without <c>tile/</c>.</param>
    public EntryTiles(string where)
    {
        directory = where;
        if (Uri.TryCreate(where.EndsWith('/') ? where : where + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            http = new HttpClient(new HttpClientHandler { AutomaticDecompression = DecompressionMethods.All })
            {
                BaseAddress = url,
                // No bundle of 256 entries is longer; whoever serves one that is wants the memory.
                MaxResponseContentBufferSize = TilePath.FullWidth * (sizeof(ushort) + ushort.MaxValue),
            };
    }

    public void Dispose() => http?.Dispose();

    /// <summary>Hands each entry of a tree of this size over, in order, until one is refused.</summary>
    /// <exception cref="IOException">A tile is not there, or is none.</exception>
    public void Read(long size, Func<byte[], bool> take)
    {
        for (long tile = 0; tile * TilePath.FullWidth < size; tile++)
        {
            var path = new TilePath(null, tile, TilePath.WidthAt(null, tile, size));
            if (EntryBundle.Read(Bytes(path)) is not { } entries || entries.Count != path.Width || !entries.All(take))
                throw new IOException($"{path} does not hold {path.Width} entries.");
        }
    }

    private byte[] Bytes(TilePath path)
    {
        if (http is null)
            return File.ReadAllBytes(Path.Combine(directory, path.ToString()));
        try
        {
            return http.GetByteArrayAsync(new Uri(path.ToString(), UriKind.Relative)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new IOException(e.Message, e);
        }
    }
}
