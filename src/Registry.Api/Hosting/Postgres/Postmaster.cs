using System.Net;
using System.Net.Sockets;

namespace Registry.Api.Hosting.Postgres;

/// <summary>
/// Starts, finds and stops the postmaster of a cluster through pg_ctl, which gives it a session of its own: Ctrl-C in the
/// terminal reaches this process and not the postmaster, so requests under way can still be finished.
/// </summary>
internal sealed class Postmaster(PostgresBinaries binaries, ClusterLayout layout, PostgresAccount account, ILogger logger)
{
    private const int PortAttempts = 5;

    /// <summary>Crash recovery replays at most max_wal_size (2 GB).</summary>
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromMinutes(5);

    /// <summary>Server processes notice within moments that their postmaster is gone, and let go of its shared memory.</summary>
    private static readonly TimeSpan OrphanPatience = TimeSpan.FromSeconds(30);

    /// <summary>The port of the postmaster that already serves this cluster; null when there is none.</summary>
    public async Task<int?> FindRunningAsync(CancellationToken ct)
    {
        // One that is starting is waited for, and so is one that is going away.
        var current = PostmasterPid.Read(layout.Cluster);
        await Wait.UntilAsync(
            () => (current = PostmasterPid.Read(layout.Cluster)) is null or { Status: "ready" } || !current.IsAlive(),
            RecoveryPatience, ct);
        if (current is { Status: "ready" } && current.IsAlive()) return current.Port;
        if (current?.IsAlive() == true) throw ClusterFailure.From(layout, layout.Log, current.Status);
        if (current?.IsReused() == true) Forget(current);
        return null;
    }

    /// <summary>True while a postmaster of this cluster lives, whether it accepts logins or not.</summary>
    public bool IsAlive() => PostmasterPid.Read(layout.Cluster)?.IsAlive() == true;

    /// <summary>Starts the postmaster on a free loopback port and waits until it accepts connections.</summary>
    public async Task<int> StartAsync(CancellationToken ct)
    {
        await PrepareLogAsync(ct);
        var started = TimeProvider.System.GetTimestamp();
        for (var portsTried = 1; ;)
        {
            var port = FreePort();
            var before = new FileInfo(layout.Log).Length;
            var result = await TryStartAsync(port, ct);
            if (result.Succeeded) return port;

            var logged = ReadLog(before);
            if (Says(logged, "could not create any TCP/IP sockets") && portsTried++ < PortAttempts)
                PostgresLog.PortLost(logger, port);
            else if (Says(logged, "pre-existing shared memory block")
                && TimeProvider.System.GetElapsedTime(started) < OrphanPatience)
                await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
            else
                throw ClusterFailure.From(layout, layout.Log, logged + result.Errors);
        }
    }

    /// <summary>Stops the postmaster; sessions are ended, transactions under way are rolled back.</summary>
    public async Task StopAsync(PostgresShutdown shutdown, CancellationToken ct)
    {
        var mode = shutdown == PostgresShutdown.Fast ? "fast" : "immediate";
        var result = await Tool.RunAsync(
            account.Command(binaries.PgCtl, "stop", "-D", layout.Cluster, "-m", mode, "-w", "-t", "120"), ct);
        if (result.Succeeded || !IsAlive())
            PostgresLog.Stopped(logger, layout.Cluster);
        else
            PostgresLog.NotStopped(logger, layout.Cluster, ClusterFailure.LastLine(result.Errors));
    }

    private async Task<ToolResult> TryStartAsync(int port, CancellationToken ct)
    {
        var options = $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=";
        try
        {
            return await Tool.RunAsync(
                account.Command(
                    binaries.PgCtl, "start", "-D", layout.Cluster, "-l", layout.Log, "-o", options, "-w", "-t",
                    $"{RecoveryPatience.TotalSeconds:F0}"),
                ct);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(PostgresShutdown.Immediate, CancellationToken.None);
            throw;
        }
    }

    /// <summary>pg_ctl's child writes the log under the cluster's account, so that must own it.</summary>
    private async Task PrepareLogAsync(CancellationToken ct)
    {
        if (File.Exists(layout.Log)) return;
        OwnerOnly.Open(layout.Log, FileMode.CreateNew, FileAccess.Write, FileShare.None).Dispose();
        await account.TakeOverAsync(layout.Log, ct);
    }

    private string ReadLog(long from)
    {
        using var file = new FileStream(layout.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = from;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// PostgreSQL would refuse to start next to a living process with that id. Nothing is lost with the file: the shared
    /// memory of the cluster is looked for under a key made from the directory as well.
    /// </summary>
    private void Forget(PostmasterPid stale)
    {
        PostgresLog.ForeignProcessId(logger, stale.ProcessId);
        File.Delete(stale.Path);
    }

    private static bool Says(string logged, string text) => logged.Contains(text, StringComparison.Ordinal);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
