using System.IO.Compression;

namespace Registry.Domain.Tests.Ofd;

/// <summary>Takes an OFD file apart and puts it together again.</summary>
internal static class Zip
{
    public static List<(string Name, byte[] Content)> Files(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        return [.. archive.Entries.Select(entry =>
        {
            using var stream = entry.Open();
            var content = new MemoryStream();
            stream.CopyTo(content);
            return (entry.FullName, content.ToArray());
        })];
    }

    public static byte[] Of(IEnumerable<(string Name, byte[] Content)> files)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(content);
            }
        return bytes.ToArray();
    }

    /// <summary>The file with one of its parts made another.</summary>
    public static byte[] With(byte[] file, string name, Func<byte[], byte[]> change)
    {
        var files = Files(file);
        var at = files.FindIndex(one => one.Name == name);
        files[at] = (name, change(files[at].Content));
        return Of(files);
    }
}
