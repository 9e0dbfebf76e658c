namespace Registry.Api.Hosting.Postgres;

/// <summary>
/// Advisory locks between processes on one data directory, as .NET takes them for <see cref="FileShare"/>: flock(2), which
/// the kernel releases however the holder ends.
/// </summary>
internal static class ClusterLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    /// <summary>Waits until nobody else is starting or stopping the cluster.</summary>
    public static async Task<IDisposable> AloneAsync(string path, CancellationToken ct)
    {
        IDisposable? held = null;
        await Wait.UntilAsync(() => (held = TryAlone(path)) is not null, Patience, ct);
        return held ?? throw new StartupFailure(StartupCodes.DataDirectoryUnwritable, path);
    }

    /// <summary>The lock for one holder, or null when there is any other holder.</summary>
    public static IDisposable? TryAlone(string path)
    {
        try
        {
            return OwnerOnly.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    /// <summary>The lock for many holders. Only asked for under the start lock, so nobody holds it alone.</summary>
    public static IDisposable Together(string path) =>
        OwnerOnly.Open(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);

    /// <summary>EWOULDBLOCK on Linux and on macOS.</summary>
    private static bool IsHeld(IOException e) => e.HResult is 11 or 35;
}
