namespace Registry.Api.Hosting.Postgres;

/// <summary>How an embedded cluster is found and left.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>What a server process uses.</summary>
    public static EmbeddedPostgresOptions ForServer { get; } = new();

    /// <summary>What an operator's command uses.</summary>
    public static EmbeddedPostgresOptions ForCommand { get; } = new() { StopWhenAdopted = false };

    /// <summary>
    /// Whether <see cref="EmbeddedPostgres.StopAsync"/> also stops a cluster that was already running. A server does: what it
    /// adopts is what an earlier server left when it was killed. A command leaves things as it found them.
    /// </summary>
    public bool StopWhenAdopted { get; init; } = true;

    /// <summary>Directories searched for the server programs; null for <see cref="PostgresBinaries.UsualDirectories"/>.</summary>
    public IReadOnlyList<string>? BinaryDirectories { get; init; }
}

/// <summary>How a cluster is stopped.</summary>
public enum PostgresShutdown
{
    /// <summary>Ends sessions, writes a checkpoint.</summary>
    Fast,

    /// <summary>Like a crash: the next start recovers from the write-ahead log.</summary>
    Immediate,
}
