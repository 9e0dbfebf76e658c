namespace Registry.Api.Hosting;

/// <summary>Files and directories that only their owner can open, from the moment they exist (0600 and 0700).</summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryMode0700 = FileMode0600 | UnixFileMode.UserExecute;

    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = FileMode0600;
        return new FileStream(path, options);
    }

    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, DirectoryMode0700);
    }

    /// <summary>Writes a small secret to a file that must not exist yet, in a directory of the owner's.</summary>
    public static void WriteNew(string path, string content)
    {
        CreateDirectory(Path.GetDirectoryName(path)!);
        using var writer = new StreamWriter(Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None));
        writer.Write(content);
    }

    public static bool IsClosedToOthers(string directory) =>
        OperatingSystem.IsWindows() || File.GetUnixFileMode(directory) == DirectoryMode0700;
}
