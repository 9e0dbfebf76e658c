using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Registry.Api.Hosting.Postgres;

/// <summary>
/// Makes a cluster. Everything happens in <see cref="ClusterLayout.Unfinished"/>; a rename makes it the cluster, so a crash
/// leaves either nothing that counts or a whole cluster with its roles and its database.
/// </summary>
internal sealed class ClusterInitialiser(ClusterLayout layout, PostgresAccount account, ILogger logger)
{
    public const string Role = "registry";
    public const string Database = "registry";

    private static readonly TimeSpan OrphanPatience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// In postgresql.conf, so that ALTER SYSTEM still overrides them. The log names no statement, parameter or key value:
    /// those hold personal data (log_error_verbosity = terse leaves out DETAIL).
    /// </summary>
    private const string Settings =
        """

        # Added by the registry.
        shared_buffers = 256MB
        max_connections = 200
        max_wal_size = 2GB
        wal_compression = on
        idle_in_transaction_session_timeout = 60s
        timezone = 'UTC'
        log_timezone = 'UTC'
        log_statement = none
        log_min_error_statement = panic
        log_parameter_max_length = 0
        log_error_verbosity = terse

        """;

    /// <summary>pg_hba.conf: whoever has the password, over loopback.</summary>
    private const string Logins =
        """
        host all         all 127.0.0.1/32 scram-sha-256
        host replication all 127.0.0.1/32 scram-sha-256

        """;

    /// <summary>The major version of the cluster that is there, or null when there is none.</summary>
    /// <exception cref="StartupFailure">What is there is not a whole cluster.</exception>
    public int? ExistingMajor()
    {
        var version = Path.Combine(layout.Cluster, "PG_VERSION");
        if (!Path.Exists(layout.Cluster)) return null;
        foreach (var needed in (string[])[version, Path.Combine(layout.Cluster, "global", "pg_control"), layout.Password])
        {
            if (!File.Exists(needed)) throw new StartupFailure(StartupCodes.DataHalfInitialised, layout.Cluster, needed);
        }

        return int.TryParse(File.ReadAllText(version), CultureInfo.InvariantCulture, out var major)
            ? major
            : throw new StartupFailure(StartupCodes.DataHalfInitialised, layout.Cluster, version);
    }

    public async Task CreateAsync(PostgresBinaries binaries, CancellationToken ct)
    {
        await ClearUnfinishedAsync(ct);
        var password = RandomNumberGenerator.GetHexString(48, lowercase: true);
        WritePassword(password);
        await InitdbAsync(binaries, ct);
        Configure("postgresql.conf", FileMode.Append, Settings);
        Configure("pg_hba.conf", FileMode.Truncate, Logins);
        await CreateRolesAsync(binaries, password, ct);

        Directory.Move(layout.Unfinished, layout.Cluster);
        // The rename reaches the disk before the first commit that depends on it.
        await Tool.RunAsync(["sync", layout.Root], ct);
        if (layout.IsElsewhere) await File.WriteAllTextAsync(layout.Location, layout.Root + "\n", ct);
    }

    private async Task ClearUnfinishedAsync(CancellationToken ct)
    {
        if (Directory.Exists(layout.Unfinished))
        {
            PostgresLog.RedoingInitialisation(logger, layout.Unfinished);
            // An initdb that lost its parent still writes here, and clears the directory when it fails.
            await Wait.UntilAsync(() => !Tool.IsAnyRunningWith(layout.Unfinished), OrphanPatience, ct);
            Directory.Delete(layout.Unfinished, recursive: true);
        }

        OwnerOnly.CreateDirectory(layout.Unfinished);
        await account.TakeOverAsync(layout.Unfinished, ct);
    }

    private void WritePassword(string password)
    {
        // Created anew, so that an earlier file's mode does not matter. No cluster exists yet that an old one could open.
        File.Delete(layout.Password);
        using var file = OwnerOnly.Open(layout.Password, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(Encoding.ASCII.GetBytes(password));
        file.Flush(flushToDisk: true);
    }

    private async Task InitdbAsync(PostgresBinaries binaries, CancellationToken ct)
    {
        var result = await InitdbAsync(binaries, "C.UTF-8", ct);
        if (!result.Succeeded && result.Errors.Contains("invalid locale", StringComparison.Ordinal))
            result = await InitdbAsync(binaries, "C", ct);
        if (!result.Succeeded) throw ClusterFailure.From(layout, "initdb", result.Errors);
    }

    private Task<ToolResult> InitdbAsync(PostgresBinaries binaries, string locale, CancellationToken ct) => Tool.RunAsync(
        account.Command(
            binaries.Initdb, "-D", layout.Unfinished, "-U", "postgres", "-E", "UTF8", $"--locale={locale}", "--data-checksums",
            "--auth=reject"),
        ct);

    /// <summary>initdb made the files, so they stay their account's.</summary>
    private void Configure(string name, FileMode mode, string text)
    {
        using var file = new FileStream(Path.Combine(layout.Unfinished, name), mode, FileAccess.Write);
        file.Write(Encoding.ASCII.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// In single-user mode, before anybody can connect: no moment without passwords, and no password in a file that the
    /// cluster's account must read. One command a line.
    /// </summary>
    private async Task CreateRolesAsync(PostgresBinaries binaries, string password, CancellationToken ct)
    {
        var commands =
            $"""
            ALTER ROLE postgres PASSWORD '{password}';
            CREATE ROLE {Role} LOGIN CREATEROLE PASSWORD '{password}';
            CREATE DATABASE {Database} OWNER {Role};

            """;
        var result = await Tool.RunAsync(
            account.Command(binaries.Postgres, "--single", "-D", layout.Unfinished, "-c", "exit_on_error=true", "postgres"),
            commands, ct);
        if (!result.Succeeded) throw ClusterFailure.From(layout, "postgres --single", result.Errors);
    }
}
