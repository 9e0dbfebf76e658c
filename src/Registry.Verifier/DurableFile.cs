using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Registry.Verifier;

/// <summary>Files that are on the disk when the call returns, names included. Only their owner can open them.</summary>
internal static class DurableFile
{
    private const int ReadOnly = 0;

    /// <summary>Replaces a file as a whole: a crash leaves the old content or the new.</summary>
    public static void Replace(string path, string content)
    {
        var partial = path + ".new";
        File.Delete(partial);
        WriteNew(partial, content);
        File.Move(partial, path, overwrite: true);
        FlushDirectoryOf(path);
    }

    public static void WriteNew(string path, string content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(content));
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// A renamed file is durable once its directory is flushed, too (fsync(2)). The base library opens no directories.
    /// </summary>
    public static void FlushDirectoryOf(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var name = Encoding.UTF8.GetBytes(Path.GetDirectoryName(Path.GetFullPath(path))! + '\0');
        using var directory = new SafeFileHandle(Open(name, ReadOnly), ownsHandle: true);
        if (directory.IsInvalid)
            throw new IOException($"The directory of {path} cannot be flushed: error {Marshal.GetLastPInvokeError()}.");
        RandomAccess.FlushToDisk(directory);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr Open(byte[] path, int flags);
}
