namespace Registry.Verifier.Witness;

/// <summary>
/// The latest cosigned checkpoint of each log, one file a log, named by the hex SHA-256 of its origin. A lock file beside
/// it keeps judging and persisting together, also between processes on one store (flock: local file systems only).
/// </summary>
internal sealed class WitnessStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly string directory;

    public WitnessStore(string directory)
    {
        this.directory = directory;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The note as it was cosigned last; null when it never was.</summary>
    public string? Read(string originHash)
    {
        try
        {
            return File.ReadAllText(PathOf(originHash));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>On disk when it returns. Only by who holds the log's lock.</summary>
    public void Write(string originHash, string note) => DurableFile.Replace(PathOf(originHash), note);

    /// <summary>Waits for the log's lock; it is held until the handle is disposed or the process dies.</summary>
    /// <exception cref="TimeoutException">Somebody else held it all the time.</exception>
    public async Task<IDisposable> LockAsync(string originHash, CancellationToken token)
    {
        var path = Path.Combine(directory, originHash + ".lock");
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (TimeProvider.System.GetElapsedTime(started) > Patience)
                    throw new TimeoutException();
                await Task.Delay(Step, token);
            }
        }
    }

    private string PathOf(string originHash) => Path.Combine(directory, originHash);
}
