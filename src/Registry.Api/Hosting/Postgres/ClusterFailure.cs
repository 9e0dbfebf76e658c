namespace Registry.Api.Hosting.Postgres;

/// <summary>Finds out from what PostgreSQL's programs printed why a cluster was not made or did not start.</summary>
internal static class ClusterFailure
{
    /// <summary>One WAL segment: with less, PostgreSQL does not start, and may have had no room to log that.</summary>
    private const long Starved = 16 * 1024 * 1024;

    /// <param name="layout">The cluster.</param>
    /// <param name="source">The log or program the message points to.</param>
    /// <param name="printed">What it printed in this attempt.</param>
    public static StartupFailure From(ClusterLayout layout, string source, string printed) =>
        printed.Contains("No space left on device", StringComparison.Ordinal) || IsStarved(layout.Root)
            ? new StartupFailure(StartupCodes.DiskFull, layout.Root)
            : new StartupFailure(StartupCodes.PostgresStartFailed, source, LastLine(printed));

    /// <summary>The last line that says why, else the last line.</summary>
    public static string LastLine(string printed)
    {
        var lines = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Array.FindLast(lines, IsReason) ?? lines.LastOrDefault() ?? "";
    }

    private static bool IsReason(string line) =>
        line.Contains("FATAL:", StringComparison.Ordinal) || line.Contains("PANIC:", StringComparison.Ordinal)
        || line.Contains("error:", StringComparison.Ordinal);

    private static bool IsStarved(string directory) => new DriveInfo(directory).AvailableFreeSpace < Starved;
}
