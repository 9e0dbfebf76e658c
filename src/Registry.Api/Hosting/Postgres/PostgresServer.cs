using Npgsql;

namespace Registry.Api.Hosting.Postgres;

/// <summary>Questions to a PostgreSQL server before the registry uses it.</summary>
public static class PostgresServer
{
    /// <summary>Logs in once, outside the pools, and checks the server's version.</summary>
    /// <exception cref="StartupFailure">
    /// The server refused, was not reached or is too old. Other exceptions, such as a malformed connection string, pass
    /// through.
    /// </exception>
    public static async Task VerifyAsync(string connectionString, CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(ct);
            RequireSupported(connection.PostgreSqlVersion);
        }
        catch (NpgsqlException e) when (StartupFailure.From(e, $"{settings.Host}:{settings.Port}") is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Throws unless the registry runs on that version.</summary>
    /// <exception cref="StartupFailure">The version is older than <see cref="PostgresBinaries.OldestMajor"/>.</exception>
    public static void RequireSupported(Version server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (server.Major < PostgresBinaries.OldestMajor)
            throw new StartupFailure(StartupCodes.PostgresVersion, server, $"{PostgresBinaries.OldestMajor}+");
    }
}
