namespace Registry.Api.Hosting.Postgres;

/// <summary>The log lines of the embedded cluster, event ids 1100 to 1119. Paths and ports only.</summary>
internal static partial class PostgresLog
{
    [LoggerMessage(1100, LogLevel.Information, "Embedded PostgreSQL {Major} started on 127.0.0.1:{Port}, data in {Cluster}")]
    public static partial void Started(ILogger logger, int major, int port, string cluster);

    [LoggerMessage(1101, LogLevel.Information, "Embedded PostgreSQL was already running on 127.0.0.1:{Port}, data in {Cluster}")]
    public static partial void Adopted(ILogger logger, int port, string cluster);

    [LoggerMessage(1102, LogLevel.Information, "Embedded PostgreSQL stopped, data in {Cluster}")]
    public static partial void Stopped(ILogger logger, string cluster);

    [LoggerMessage(1103, LogLevel.Information, "Embedded PostgreSQL left running for others, data in {Cluster}")]
    public static partial void LeftRunning(ILogger logger, string cluster);

    [LoggerMessage(1104, LogLevel.Information,
        "PostgreSQL may not run as root and its account cannot enter {DataDirectory}: the cluster is in {Root}")]
    public static partial void PlacedElsewhere(ILogger logger, string dataDirectory, string root);

    [LoggerMessage(1105, LogLevel.Warning, "An unfinished initialisation was found and is redone: {Unfinished}")]
    public static partial void RedoingInitialisation(ILogger logger, string unfinished);

    [LoggerMessage(1106, LogLevel.Warning, "Port {Port} was taken before PostgreSQL could listen on it; trying another")]
    public static partial void PortLost(ILogger logger, int port);

    [LoggerMessage(1107, LogLevel.Warning, "postmaster.pid names process {ProcessId}, which is not this cluster's: removed")]
    public static partial void ForeignProcessId(ILogger logger, int processId);

    [LoggerMessage(1108, LogLevel.Error, "Embedded PostgreSQL did not stop, data in {Cluster}: {LastLine}")]
    public static partial void NotStopped(ILogger logger, string cluster, string lastLine);
}
