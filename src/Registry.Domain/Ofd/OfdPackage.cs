using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace Registry.Domain.Ofd;

/// <summary>The files of an OFD file from anybody, within limits; nothing is written anywhere.</summary>
internal sealed class OfdPackage
{
    /// <summary>Octets of the file as it is sent.</summary>
    public const int LongestFile = 8 << 20;

    /// <summary>Octets of all that is in it.</summary>
    public const int LongestContent = 32 << 20;

    public const int MostFiles = 256;

    private const int LongestName = 200;

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.OrdinalIgnoreCase);

    private OfdPackage() { }

    public IReadOnlyDictionary<string, byte[]> Files => _files;

    public static (OfdPackage? Package, OfdFault? Fault) Open(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > LongestFile)
            return (null, OfdFault.TooLarge);
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes.ToArray()), ZipArchiveMode.Read);
            var package = new OfdPackage();
            return package.Take(archive) is { } fault ? (null, fault) : (package, null);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return (null, OfdFault.Malformed);
        }
    }

    /// <summary>One part; null when it is missing or not well-formed.</summary>
    public XElement? Xml(string? name)
    {
        if (name is null || !_files.TryGetValue(name, out var bytes))
            return null;
        try
        {
            using var reader = XmlReader.Create(
                new MemoryStream(bytes), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>A place (ST_Loc) as a file's name: from the root when it begins with a slash, else from the folder of the part.</summary>
    public static string? Place(string part, string? location) => location switch
    {
        null or "" => null,
        ['/', .. var whole] => whole,
        _ => part[..(part.LastIndexOf('/') + 1)] + location,
    };

    private OfdFault? Take(ZipArchive archive)
    {
        if (archive.Entries.Count > MostFiles)
            return OfdFault.TooLarge;
        var left = LongestContent;
        foreach (var entry in archive.Entries)
        {
            if (!IsPlain(entry.FullName))
                return OfdFault.Path;
            if (entry.FullName.EndsWith('/') && entry.Length == 0)
                continue;
            if (Read(entry, left) is not { } content)
                return OfdFault.TooLarge;
            left -= content.Length;
            if (!_files.TryAdd(entry.FullName, content))
                return OfdFault.NameRepeated;
        }
        return null;
    }

    // What the archive says of its lengths is nobody's word: what comes out is counted.
    private static byte[]? Read(ZipArchiveEntry entry, int most)
    {
        using var stream = entry.Open();
        var content = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (content.Length + read > most)
                return null;
            content.Write(buffer, 0, read);
        }
        return content.ToArray();
    }

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= LongestName
        && !name.Any(c => c is '\\' or ':' || char.IsControl(c))
        && name.TrimEnd('/').Split('/').All(segment => segment is not ("" or "." or ".."))
        && !name.EndsWith("//", StringComparison.Ordinal);
}
