using Npgsql;

namespace Registry.Api.Hosting.Postgres;

/// <summary>
/// A private PostgreSQL cluster on a loopback port, for running the registry with nothing configured. Several processes may
/// use one data directory: the first starts the cluster, others adopt it, and nobody stops it under another.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan LoginPatience = TimeSpan.FromSeconds(30);

    private readonly EmbeddedPostgresOptions _options;
    private readonly ClusterLayout _layout;
    private readonly Postmaster _postmaster;
    private readonly ILogger _logger;
    private IDisposable? _use;

    private EmbeddedPostgres(
        EmbeddedPostgresOptions options, ClusterLayout layout, Postmaster postmaster, ILogger logger, IDisposable use, int port,
        bool adopted)
    {
        _options = options;
        _layout = layout;
        _postmaster = postmaster;
        _logger = logger;
        _use = use;
        Adopted = adopted;
        ConnectionString = Describe(port, File.ReadAllText(layout.Password));
    }

    /// <summary>
    /// Logs in as <c>registry</c>, which owns the database <c>registry</c> and may create roles but is no superuser. Holds
    /// the password: not for logs.
    /// </summary>
    public string ConnectionString { get; }

    /// <summary>True when the cluster was already running, started by another process.</summary>
    public bool Adopted { get; }

    /// <summary>The directory with the cluster (<c>pg</c>) and its log (<c>pg.log</c>).</summary>
    public string Root => _layout.Root;

    /// <inheritdoc cref="StartAsync(string, EmbeddedPostgresOptions, ILogger, CancellationToken)"/>
    public static Task<EmbeddedPostgres> StartAsync(string dataDirectory, ILogger logger, CancellationToken ct) =>
        StartAsync(dataDirectory, EmbeddedPostgresOptions.ForServer, logger, ct);

    /// <summary>
    /// Makes the cluster under <paramref name="dataDirectory"/> unless it is there, starts it unless it runs, and returns
    /// when it accepts logins. After a crash PostgreSQL recovers by itself here.
    /// </summary>
    /// <exception cref="StartupFailure">It cannot be used; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        string dataDirectory, EmbeddedPostgresOptions options, ILogger logger, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDirectory));
        try
        {
            Directory.CreateDirectory(directory);
            return await StartLockedAsync(directory, options, logger, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StartupFailure.FromStorage(e, directory);
        }
    }

    private static async Task<EmbeddedPostgres> StartLockedAsync(
        string directory, EmbeddedPostgresOptions options, ILogger logger, CancellationToken ct)
    {
        var here = new ClusterLayout(directory, directory);
        using var alone = await ClusterLock.AloneAsync(here.StartLock, ct);
        var use = ClusterLock.Together(here.UsersLock);
        try
        {
            return await StartAsync(directory, options, logger, use, ct);
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    private static async Task<EmbeddedPostgres> StartAsync(
        string directory, EmbeddedPostgresOptions options, ILogger logger, IDisposable use, CancellationToken ct)
    {
        var (layout, account) = await ClusterPlacement.DecideAsync(directory, logger, ct);
        var initialiser = new ClusterInitialiser(layout, account, logger);
        var major = initialiser.ExistingMajor();
        var directories = options.BinaryDirectories ?? PostgresBinaries.UsualDirectories();
        var binaries = await PostgresBinaries.FindAsync(directories, major, ct);
        if (major is null) await initialiser.CreateAsync(binaries, ct);

        var postmaster = new Postmaster(binaries, layout, account, logger);
        while (true)
        {
            var running = await postmaster.FindRunningAsync(ct);
            var port = running ?? await postmaster.StartAsync(ct);
            var cluster = new EmbeddedPostgres(options, layout, postmaster, logger, use, port, adopted: running is not null);
            if (!await cluster.AcceptsLoginAsync(ct)) continue;
            if (cluster.Adopted) PostgresLog.Adopted(logger, port, layout.Cluster);
            else PostgresLog.Started(logger, binaries.Major, port, layout.Cluster);
            return cluster;
        }
    }

    /// <summary>
    /// Stops the cluster, unless another process still uses it or <see cref="EmbeddedPostgresOptions.StopWhenAdopted"/> says
    /// to leave it. Data sources on it are to be disposed before.
    /// </summary>
    public async Task StopAsync(PostgresShutdown shutdown = PostgresShutdown.Fast)
    {
        if (Interlocked.Exchange(ref _use, null) is not { } use) return;
        using var alone = await ClusterLock.AloneAsync(_layout.StartLock, CancellationToken.None);
        use.Dispose();
        using var last = Adopted && !_options.StopWhenAdopted ? null : ClusterLock.TryAlone(_layout.UsersLock);
        if (last is null) PostgresLog.LeftRunning(_logger, _layout.Cluster);
        else await _postmaster.StopAsync(shutdown, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>
    /// Stops the cluster under <paramref name="dataDirectory"/> at once and deletes it, its data included, unless a process
    /// uses it. Files that are not the cluster's stay.
    /// </summary>
    /// <returns>False when it is in use.</returns>
    public static async Task<bool> DeleteAsync(string dataDirectory, ILogger logger, CancellationToken ct)
    {
        var directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataDirectory));
        if (!Directory.Exists(directory)) return true;
        var here = new ClusterLayout(directory, directory);
        using var alone = await ClusterLock.AloneAsync(here.StartLock, ct);
        using var last = ClusterLock.TryAlone(here.UsersLock);
        if (last is null) return false;

        var (layout, account) = await ClusterPlacement.DecideAsync(directory, logger, ct);
        await ClusterRemoval.RemoveAsync(layout, account, logger, ct);
        return true;
    }

    /// <summary>False when a postmaster that was found running has gone since.</summary>
    private async Task<bool> AcceptsLoginAsync(CancellationToken ct)
    {
        try
        {
            return await LoginAsync(ct);
        }
        catch (Exception e)
        {
            if (!Adopted) await _postmaster.StopAsync(PostgresShutdown.Fast, CancellationToken.None);
            // Not the configured server's password: that of the file beside the cluster.
            if (e is StartupFailure { Code: StartupCodes.DatabasePasswordWrong or StartupCodes.DatabaseMissing } refused)
                throw new StartupFailure(refused.Code, _layout.Password);
            throw;
        }
    }

    /// <summary>A cluster that lost one of its processes refuses logins until it has recovered: that is waited for.</summary>
    private async Task<bool> LoginAsync(CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await PostgresServer.VerifyAsync(ConnectionString, ct);
                return true;
            }
            catch (StartupFailure e) when (e.Code == StartupCodes.DatabaseUnreachable
                && TimeProvider.System.GetElapsedTime(started) < LoginPatience)
            {
                if (Adopted && !_postmaster.IsAlive()) return false;
                await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
            }
        }
    }

    /// <summary>
    /// With a negative cancellation timeout a command that runs out of time ends in an exception; otherwise it could be
    /// reported as done when it was cancelled while waiting for its commit.
    /// </summary>
    private static string Describe(int port, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Database = ClusterInitialiser.Database,
        Username = ClusterInitialiser.Role,
        Password = password.Trim(),
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        CancellationTimeout = -1,
        KeepAlive = 30,
        TcpKeepAlive = true,
        IncludeErrorDetail = false,
    }.ConnectionString;
}
