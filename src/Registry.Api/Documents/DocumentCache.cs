using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Registry.Domain.Sheets;

namespace Registry.Api.Documents;

/// <summary>
/// Documents that were written lately, by what is on them: writing one takes a hundred times as long as reading a licence. In
/// memory only, since they are in clear; who asks has had their access recorded and knows the content that the key is made of.
/// </summary>
internal sealed class DocumentCache : IDisposable
{
    private const long MostOctets = 32 << 20;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = MostOctets });

    /// <param name="kind">As <c>pdf</c>: what is written of the sheets.</param>
    /// <param name="write">Null where it cannot be written; nothing is kept then.</param>
    public async Task<byte[]?> WrittenAsync(string kind, IReadOnlyList<Sheet> sheets, Func<Task<byte[]?>> write)
    {
        var key = Key(kind, sheets);
        if (_cache.TryGetValue(key, out byte[]? kept))
            return kept;
        return await write() is { } document
            ? _cache.Set(key, document, new MemoryCacheEntryOptions { Size = document.Length, AbsoluteExpirationRelativeToNow = Kept })
            : null;
    }

    public void Dispose() => _cache.Dispose();

    private static string Key(string kind, IReadOnlyList<Sheet> sheets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var sheet in sheets)
        {
            foreach (var text in sheet.Texts.Concat(sheet.Watermark?.Texts ?? []))
                hash.AppendData(Encoding.UTF8.GetBytes($"{text.X} {text.Y} {text.Size} {text.Text}\n"));
            foreach (var image in sheet.Images)
                hash.AppendData(image.Png.Span);
            hash.AppendData([0]);
        }
        return $"{kind} {Convert.ToHexString(hash.GetHashAndReset())}";
    }
}
