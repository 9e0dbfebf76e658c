using Microsoft.Extensions.Logging.Abstractions;
using Registry.Api.Hosting.Postgres;
using Testcontainers.PostgreSql;

namespace Registry.Testing;

/// <summary>
/// The PostgreSQL server of this test process: the one <c>REGISTRY_TEST_DATABASE</c> names, else a container where a Docker
/// engine answers, else an embedded cluster in a temporary directory that goes when the process ends. One per process;
/// fixtures keep apart by schema.
/// </summary>
public static class TestDatabase
{
    /// <summary>The environment variable with the connection string of a server to use.</summary>
    public const string Variable = "REGISTRY_TEST_DATABASE";

    private const string Image = "postgres:17";
    private const string Prefix = "registry-test-";

    private static readonly TimeSpan SurelyStarted = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task<string>> Shared = new(SelectAsync);
    private static Func<Task> removal = () => Task.CompletedTask;

    /// <summary>Logs in with the right to create schemas and roles.</summary>
    public static Task<string> ConnectionStringAsync() => Shared.Value;

    /// <summary>
    /// Makes a schema in it as the server's migration leaves one, for a fixture that is not about migrating; it may then be
    /// started on like any other.
    /// </summary>
    public static Task PrepareAsync(string schema) => SchemaTemplate.CopyAsync(schema);

    /// <summary>
    /// Stops and deletes an embedded server; nothing uses it after. Test assemblies call it while they still run
    /// (<see cref="TestDatabaseRemoval"/>); other programs leave it to the end of the process.
    /// </summary>
    public static Task RemoveAsync() => Interlocked.Exchange(ref removal, () => Task.CompletedTask)();

    private static async Task<string> SelectAsync() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured ? configured
        : await DockerEngine.AnswersAsync() ? await ContainerAsync()
        : await EmbeddedAsync();

    /// <summary>Testcontainers' own reaper removes the container after the process.</summary>
    private static async Task<string> ContainerAsync()
    {
        var container = new PostgreSqlBuilder(Image).Build();
        await container.StartAsync();
        return container.GetConnectionString();
    }

    private static async Task<string> EmbeddedAsync()
    {
        await SweepAsync();
        var directory = Path.Combine(Path.GetTempPath(), $"{Prefix}{Guid.NewGuid():N}");
        var cluster = await EmbeddedPostgres.StartAsync(directory, NullLogger.Instance, CancellationToken.None);
        removal = () => RemoveAsync(cluster, directory);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => RemoveAsync().GetAwaiter().GetResult();
        return cluster.ConnectionString;
    }

    private static async Task RemoveAsync(EmbeddedPostgres cluster, string directory)
    {
        await cluster.StopAsync(PostgresShutdown.Immediate);
        await EmbeddedPostgres.DeleteAsync(directory, NullLogger.Instance, CancellationToken.None);
    }

    /// <summary>
    /// Removes what earlier test processes left when they were killed. Clusters in use are locked by their process and stay;
    /// young directories may be about to be used.
    /// </summary>
    private static async Task SweepAsync()
    {
        var old = TimeProvider.System.GetUtcNow() - SurelyStarted;
        foreach (var directory in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            if (Directory.GetCreationTimeUtc(directory) > old) continue;
            try
            {
                await EmbeddedPostgres.DeleteAsync(directory, NullLogger.Instance, CancellationToken.None);
            }
            catch (Exception e) when (e is StartupFailure or IOException or UnauthorizedAccessException)
            {
                // Another user's, or being swept by another process.
            }
        }
    }
}
