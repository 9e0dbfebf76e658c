using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Registry.Domain.Bundle;

/// <summary>
/// Writes the members of a bundle one after another to a stream that need not be seekable, in constant memory. The same
/// members give the same bytes.
/// </summary>
/// <remarks>A bundle that was not finished has no <see cref="BundleFormat.Sums"/>, and its verifier calls it incomplete.</remarks>
public sealed class BundleWriter : IAsyncDisposable
{
    /// <summary>The earliest time that a zip can tell. When a bundle was written is nobody's evidence.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly DeferringStream output;
    private readonly ZipArchive zip;
    private readonly SortedDictionary<string, string> sums = new(StringComparer.Ordinal);

    private BundleWriter(DeferringStream output, ZipArchive zip) => (this.output, this.zip) = (output, zip);

    public static async Task<BundleWriter> StartAsync(Stream output, CancellationToken token)
    {
        var deferring = new DeferringStream(output);
        return new(deferring, await ZipArchive.CreateAsync(deferring, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, token));
    }

    public Task AddAsync(string member, ReadOnlyMemory<byte> content, CancellationToken token) =>
        AddAsync(member, (stream, stop) => stream.WriteAsync(content, stop).AsTask(), token);

    /// <param name="write">Writes the member's content.</param>
    public async Task AddAsync(string member, Func<Stream, CancellationToken, Task> write, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(write);
        var entry = zip.CreateEntry(member, CompressionLevel.Fastest);
        entry.LastWriteTime = NoTime;
        using var digest = SHA256.Create();
        await using (var content = await entry.OpenAsync(token))
        await using (var hashed = new CryptoStream(content, digest, CryptoStreamMode.Write, leaveOpen: true))
            await write(hashed, token);
        sums.Add(member, Convert.ToHexStringLower(digest.Hash!));
    }

    /// <summary>Writes the digests of all members.</summary>
    public async Task FinishAsync(CancellationToken token)
    {
        var text = string.Concat(sums.Select(sum => $"{sum.Value}  {sum.Key}\n"));
        await AddAsync(BundleFormat.Sums, Encoding.ASCII.GetBytes(text), token);
    }

    /// <summary>Writes the zip's directory.</summary>
    public async ValueTask DisposeAsync()
    {
        await zip.DisposeAsync();
        await output.FlushAsync();
        await output.DisposeAsync();
    }
}
