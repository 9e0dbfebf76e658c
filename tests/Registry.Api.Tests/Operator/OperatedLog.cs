using Npgsql;
using Registry.Api.Tests.Verification;
using Registry.Testing;

namespace Registry.Api.Tests.Operator;

/// <summary>A registry as its operator has it: the server program, its commands, its database and its files.</summary>
public sealed class OperatedLog : IAsyncLifetime
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("registry-operated-");
    private readonly Dictionary<string, string> environment = [];
    private ServerProcess? server;

    public string Schema { get; } = "t" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>Of the server, while it runs.</summary>
    public Uri Address => server!.Address;

    /// <summary>The database that the server and the commands use.</summary>
    public string Database
    {
        get => environment["ConnectionStrings__registry"];
        set => environment["ConnectionStrings__registry"] = value;
    }

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.ConnectionStringAsync();
        await TestDatabase.PrepareAsync(Schema);
        environment["Registry__Schema"] = Schema;
        environment["Registry__DataDirectory"] = Path.Combine(directory.FullName, "data");
        await GrowAsync();
        await StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        directory.Delete(recursive: true);
    }

    /// <summary>A file of the operator's, there or not.</summary>
    public string FileOf(string name) => Path.Combine(directory.FullName, name);

    public async Task StartAsync() => server ??= await ServerProcess.StartAsync(environment);

    public Task<HttpClient> SignedInAs(string person) => server!.SignedInAs(person);

    public async Task StopAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        server = null;
    }

    /// <summary>Starts the server where it does not run, submits a case and waits until all there is is published.</summary>
    public async Task GrowAsync()
    {
        await StartAsync();
        using var citizen = await server!.SignedInAs("citizen");
        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application());
        answer.EnsureSuccessStatusCode();
        await Eventually.HoldsAsync("everything is published", async () => await ScalarAsync<bool>(
            """
            select not exists (select from {schema}.log_inbox)
               and (select max(size) from {schema}.log_publication) = (select size from {schema}.log_head)
            """));
    }

    public Task<OperatorProcess> RunAsync(params string[] command) => OperatorProcess.RunAsync(environment, command);

    /// <summary>fsck finds nothing, and an export taken now verifies.</summary>
    public async Task ShouldBeSoundAsync()
    {
        var fsck = await RunAsync("fsck");
        fsck.ExitCode.ShouldBe(0, fsck.Output + fsck.Errors);
        fsck.Output.ShouldContain("一致 / Everything agrees");
        var file = FileOf("sound.jsonl");
        var export = await RunAsync("export", "--out", file);
        export.ExitCode.ShouldBe(0, export.Errors);
        var verified = await VerifierProcess.RunAsync("export", file);
        verified.ExitCode.ShouldBe(0, verified.Output);
    }

    public Task<long> SizeAsync() => ScalarAsync<long>("select size from {schema}.log_head");

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var command = source.CreateCommand(sql.Replace("{schema}", Schema, StringComparison.Ordinal));
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Runs SQL as the owner of the tables.</summary>
    public async Task AsOwner(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Database);
        await using var command = source.CreateCommand(sql.Replace("{schema}", Schema, StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync();
    }
}
