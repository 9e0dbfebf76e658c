using Registry.Domain.Export;

namespace Registry.Verifier;

/// <summary>Temporary files that keep the memory flat over a log of any length. They hold ids and numbers, and go with the tool.</summary>
internal sealed class ScratchFiles : IDisposable
{
    private readonly List<Stream> files = [];

    public Scratch Room => new(Open);

    public void Dispose() => files.ForEach(file => file.Dispose());

    private Stream Open()
    {
        var file = OpenFile();
        files.Add(file);
        return file;
    }

    private static Stream OpenFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"registry-verify-{Guid.NewGuid():N}");
        try
        {
            var file = new FileStream(
                path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0, FileOptions.DeleteOnClose);
            // Elsewhere the file would outlive a tool that is killed; here it has no name from now on.
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be written, memory has to do.
            return new MemoryStream();
        }
    }
}
