using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Registry.Api.Hosting.Postgres;
using Registry.Api.Tests.Operator;
using Registry.Testing;

namespace Registry.Api.Tests.Access.Driving;

/// <summary>
/// Invariant I6, by canaries: marked people go through every operation, well and badly, and are looked for in everything that the
/// server and its database write: logs at their most talkative, the database's files with its write-ahead log, a dump, passing files.
/// </summary>
public sealed class Leaving_no_trace_in_files : IDisposable
{
    private const string Schema = "registry";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("registry-canary-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task of_a_person_however_talkative_server_and_database_are()
    {
        var data = directory.CreateSubdirectory("data").FullName;
        var cluster = await EmbeddedPostgres.StartAsync(directory.CreateSubdirectory("database").FullName, NullLogger.Instance, Token);
        try
        {
            await MakeTalkativeAsync(cluster);
            await using var server = await ServerProcess.StartAsync(new Dictionary<string, string>
            {
                ["ConnectionStrings__registry"] = cluster.ConnectionString,
                ["Registry__Schema"] = Schema,
                ["Registry__DataDirectory"] = data,
                ["TMPDIR"] = directory.CreateSubdirectory("temporary").FullName,
                ["Logging__LogLevel__Default"] = "Trace",
                ["Logging__LogLevel__Registry"] = "Trace",
                ["Logging__LogLevel__Microsoft"] = "Trace",
            });
            using var cast = new Cast(server.Address, data);
            var tour = new CarelessTour(cast);
            await tour.RunAsync();
            await tour.BlunderAsync();
            await FailAsync(cluster, cast);
            tour.Leaks.ShouldBeEmpty();
            tour.Disclosures.ShouldBeGreaterThan(5, "else nothing marked was there to be found");

            var written = await server.StopAsync();
            written.Length.ShouldBeGreaterThan(1_000_000, "a talkative server");
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "server.log"), written, Token);
            await ExecuteAsync(cluster, "checkpoint");
            await DatabaseDump.TakeTextAsync(cluster.ConnectionString, Schema, Path.Combine(directory.FullName, "dump.sql"));
            (await FoundAsync(cluster)).ShouldBeEmpty();
        }
        finally
        {
            await cluster.StopAsync(PostgresShutdown.Immediate);
            await EmbeddedPostgres.DeleteAsync(Path.Combine(directory.FullName, "database"), NullLogger.Instance, CancellationToken.None);
        }
    }

    /// <summary>Everything that PostgreSQL can be made to write down: each statement with its values, each failing row.</summary>
    private static Task MakeTalkativeAsync(EmbeddedPostgres cluster) => ExecuteAsync(
        cluster,
        "alter system set log_statement = 'all'", "alter system set log_min_messages = 'debug1'",
        "alter system set log_error_verbosity = 'verbose'", "alter system set log_parameter_max_length_on_error = -1",
        "select pg_reload_conf()");

    /// <summary>Makes a write fail in the database, with the row that it would have inserted.</summary>
    private static async Task FailAsync(EmbeddedPostgres cluster, Cast cast)
    {
        await ExecuteAsync(cluster, $"alter table {Schema}.mt_events add constraint broken check (type <> 'case_submitted.v1') not valid");
        using var answer = await cast.Applicant.WriteAsync("/api/v1/cases", new
        {
            item = Journeys.BusinessLicenceItem, phone = Marks.Phone,
            form = new Dictionary<string, string> { ["tradeName"] = Marks.TradeName },
            materials = new[] { new { code = "application", sha256 = new string('a', 64) }, new { code = "premises", sha256 = new string('a', 64) } },
        });
        ((int)answer.StatusCode).ShouldBeGreaterThanOrEqualTo(500);
        await answer.ShouldCarryNothing("a write that fails");
    }

    /// <summary>The files that carry a mark: the cluster's with its log and write-ahead log, the server's, the dump.</summary>
    private async Task<IReadOnlyList<string>> FoundAsync(EmbeddedPostgres cluster)
    {
        var control = Path.Combine(directory.FullName, "control");
        await File.WriteAllTextAsync(control, Convert.ToBase64String(Encoding.UTF8.GetBytes($"x{Marks.Name}")), Token);
        var found = new List<string>();
        foreach (var root in new[] { directory.FullName, cluster.Root }.Distinct())
            foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
                found.AddRange(Marks.In(await File.ReadAllBytesAsync(file, Token)).Select(mark => $"{file}: {mark}"));
        found.RemoveAll(line => line.StartsWith(control, StringComparison.Ordinal)).ShouldBeGreaterThan(0, "else the search finds nothing at all");
        return [.. found.Distinct()];
    }

    // A private cluster's superuser has the same password as its login.
    private static async Task ExecuteAsync(EmbeddedPostgres cluster, params string[] statements)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Username = "postgres", Pooling = false }.ConnectionString);
        foreach (var sql in statements)
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(Token);
        }
    }
}
