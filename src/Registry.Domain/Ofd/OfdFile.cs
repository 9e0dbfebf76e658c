using System.IO.Compression;
using Registry.Domain.Seals;
using Registry.Domain.Sheets;
using Registry.Domain.Signatures;

namespace Registry.Domain.Ofd;

/// <summary>
/// Writes a sealed OFD file (GB/T 33190-2016 with GB/T 38540-2020). The same input makes the same bytes but for the nonce of the
/// seal's signature.
/// </summary>
public static class OfdFile
{
    // The zip format's first moment: the time that counts is in the seal.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="data">Facts for programs (CustomDatas), as the licence's identifier; covered by the seal.</param>
    /// <param name="setAt">When the seal is set; to the second.</param>
    public static byte[] Write(
        IReadOnlyList<Sheet> sheets, IReadOnlyDictionary<string, string> data, SealHolder holder, DateTimeOffset setAt)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(holder);
        var files = OfdParts.Of(sheets, data, setAt);
        var signature = OfdSignature.Of(files, holder.Seal.Info.Picture, setAt);
        files.Add((OfdNames.Signature, signature));
        files.Add((OfdNames.SignedValue, SealSignature.Set(holder, setAt, Sm3.Hash(signature), "/" + OfdNames.Signature)));
        return Zip(files);
    }

    private static byte[] Zip(IEnumerable<(string Name, byte[] Content)> files)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = Epoch;
                using var stream = entry.Open();
                stream.Write(content);
            }
        return bytes.ToArray();
    }
}
