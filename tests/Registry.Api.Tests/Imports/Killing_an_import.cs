using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Registry.Testing;

namespace Registry.Api.Tests.Imports;

/// <summary>The operator's import as a process of its own: kill -9 in the middle, run again, nothing lost or doubled.</summary>
public sealed class Killing_an_import : IDisposable
{
    private const int Rows = 4_000;

    private readonly string schema = "t" + Guid.NewGuid().ToString("N")[..12];
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("registry-import-kill-");
    private readonly Dictionary<string, string> environment = [];

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task keeps_what_was_committed_and_the_next_run_does_the_rest()
    {
        environment["ConnectionStrings__registry"] = await TestDatabase.ConnectionStringAsync();
        environment["Registry__Schema"] = schema;
        environment["Registry__DataDirectory"] = directory.FullName;
        await using (await ServerProcess.StartAsync(environment))
        {
            // Establishes authority and keys; the import below runs beside no server.
        }

        using (var killed = StartImport())
        {
            await UntilImported(atLeast: 400);
            killed.Kill();
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        var kept = await Count("select count(*) from {schema}.import_row");
        kept.ShouldBeInRange(400, Rows - 1);
        (await Count("select count(*) from {schema}.mt_events where type = 'licence_imported.v1'")).ShouldBe(kept);

        (await RunImport()).ShouldBe(0);
        (await Count("select count(*) from {schema}.import_row")).ShouldBe(Rows);
        (await RunImport()).ShouldBe(0);
        (await Count("select count(*) from {schema}.mt_events where type = 'licence_imported.v1'")).ShouldBe(Rows);
        (await Count("select count(distinct stream_id) from {schema}.mt_events where type = 'licence_imported.v1'")).ShouldBe(Rows);
        (await Count(
            """
            select count(*) from {schema}.mt_events e where type <> 'tombstone'
            and not exists (select from {schema}.log_inbox i where i.event_id = e.id)
            and not exists (select from {schema}.log_entry l where l.event_id = e.id)
            """)).ShouldBe(0);
    }

    private async Task<int> RunImport()
    {
        using var process = StartImport();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    private Process StartImport()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { ServerProcess.Program, "import", Register(), "--mapping", ImportHost.MappingFile("hefei-demo.json") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }

    // The header of the sample, and one person's licence a row.
    private string Register()
    {
        var path = Path.Combine(directory.FullName, "register.csv");
        if (!File.Exists(path))
            File.WriteAllLines(path, [
                "登记流水号,证照编号,业务类型,持证主体,主体代码类型,主体代码,字号名称,经营场所,经营范围,发证日期,有效期起,有效期止,证照状态,状态日期",
                .. Enumerable.Range(0, Rows).Select(i => string.Create(
                    CultureInfo.InvariantCulture,
                    $"K{i:D8},{340100000000L + i},新发,王芳,居民身份证,340104199001010017,字号{i},示范路{i}号,零售,2020-01-01,2020-01-01,2030-12-31,有效,")),
            ]);
        return path;
    }

    private async Task UntilImported(long atLeast)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await Count("select count(*) from {schema}.import_row") < atLeast)
            await Task.Delay(10, patience.Token);
    }

    private async Task<long> Count(string sql)
    {
        await using var source = NpgsqlDataSource.Create(environment["ConnectionStrings__registry"]);
        await using var command = source.CreateCommand(sql.Replace("{schema}", schema, StringComparison.Ordinal));
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
