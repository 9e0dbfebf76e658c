namespace Registry.Api.Hosting.Postgres;

/// <summary>Takes a cluster away, file by file, so that nothing else in its directory is touched.</summary>
internal static class ClusterRemoval
{
    /// <summary>The caller holds both locks.</summary>
    public static async Task RemoveAsync(ClusterLayout layout, PostgresAccount account, ILogger logger, CancellationToken ct)
    {
        if (PostmasterPid.Read(layout.Cluster)?.IsAlive() == true)
        {
            // pg_ctl stops a postmaster of any version.
            var binaries = await PostgresBinaries.FindAsync(PostgresBinaries.UsualDirectories(), clusterMajor: null, ct);
            await new Postmaster(binaries, layout, account, logger).StopAsync(PostgresShutdown.Immediate, ct);
        }

        foreach (var directory in (string[])[layout.Cluster, layout.Unfinished])
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        }

        foreach (var file in (string[])[layout.Log, layout.Password, layout.Location, layout.UsersLock, layout.StartLock])
            File.Delete(file);
        DeleteIfEmpty(layout.Root);
        DeleteIfEmpty(layout.DataDirectory);
    }

    private static void DeleteIfEmpty(string directory)
    {
        if (Directory.Exists(directory) && !Directory.EnumerateFileSystemEntries(directory).Any()) Directory.Delete(directory);
    }
}
