using System.Diagnostics;
using Registry.Api.Hosting.Postgres;

namespace Registry.Api.Tests.Hosting;

public sealed class EmbeddedPostgresCrashTests
{
    [Fact]
    public async Task After_kill_9_of_the_postmaster_the_next_start_recovers_what_was_committed()
    {
        await using var data = new DataDirectory();
        await using var first = await data.StartAsync();
        await DataDirectory.QueryAsync(first.ConnectionString, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n");
        data.Postmaster()!.Kill();

        await using var second = await data.StartAsync();

        second.Adopted.ShouldBeFalse();
        (await DataDirectory.QueryAsync(second.ConnectionString, "SELECT count(*) FROM kept")).ShouldBe(1000L);
    }

    [Fact]
    public async Task A_stale_process_id_that_now_belongs_to_somebody_else_does_not_prevent_a_start()
    {
        await using var data = new DataDirectory();
        await using (await data.StartAsync())
        {
        }

        var pg = data["pg"];
        // PostgreSQL itself only heeds processes of its own account.
        string[] sleep = Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={Owner(pg)}", "--clear-groups", "--", "sleep", "300"]
            : ["sleep", "300"];
        using var other = Process.Start(sleep[0], sleep[1..]);
        await File.WriteAllTextAsync(
            Path.Combine(pg, "postmaster.pid"),
            $"{other.Id}\n{pg}\n1\n5432\n\n127.0.0.1\n 1 1\nready   \n",
            TestContext.Current.CancellationToken);

        await using var cluster = await data.StartAsync();

        cluster.Adopted.ShouldBeFalse();
        other.Kill();
    }

    [Fact]
    public async Task What_a_killed_initialisation_left_is_thrown_away()
    {
        await using var data = new DataDirectory();
        Directory.CreateDirectory(data["pg.new/base"]);
        await File.WriteAllTextAsync(data["pg.new/PG_VERSION"], "15\n", TestContext.Current.CancellationToken);

        await using var cluster = await data.StartAsync();

        Directory.Exists(data["pg.new"]).ShouldBeFalse();
        (await DataDirectory.QueryAsync(cluster.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    [Theory]
    [InlineData("pg/PG_VERSION")]
    [InlineData("pg/global/pg_control")]
    [InlineData("pg.password")]
    public async Task A_cluster_that_lacks_something_is_refused_and_not_touched(string missing)
    {
        await using var data = new DataDirectory();
        await using (await data.StartAsync())
        {
        }

        File.Delete(data[missing]);
        var failure = await data.FailureAsync();

        failure.Code.ShouldBe(StartupCodes.DataHalfInitialised);
        failure.Message.ShouldContain(data[missing]);
        Directory.Exists(data["pg/base"]).ShouldBeTrue();
    }

    [Fact]
    public async Task A_password_file_that_does_not_fit_the_cluster_is_named()
    {
        await using var data = new DataDirectory();
        await using (await data.StartAsync())
        {
        }

        await File.WriteAllTextAsync(data["pg.password"], "another", TestContext.Current.CancellationToken);
        var failure = await data.FailureAsync();

        failure.Code.ShouldBe(StartupCodes.DatabasePasswordWrong);
        failure.Message.ShouldContain(data["pg.password"]);
        failure.Message.ShouldNotContain("another");
        data.Postmaster().ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_will_not_start_is_reported_with_the_last_line_of_its_log()
    {
        await using var data = new DataDirectory();
        await using (await data.StartAsync())
        {
        }

        await File.AppendAllTextAsync(data["pg/postgresql.conf"], "no_such_setting = 1\n", TestContext.Current.CancellationToken);
        var failure = await data.FailureAsync();

        failure.Code.ShouldBe(StartupCodes.PostgresStartFailed);
        failure.Message.ShouldContain(data["pg.log"]);
        failure.Message.ShouldContain("FATAL:");
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_made_is_refused()
    {
        await using var data = new DataDirectory();
        await File.WriteAllTextAsync(data.Path, "in the way", TestContext.Current.CancellationToken);

        (await data.FailureAsync()).Code.ShouldBe(StartupCodes.DataDirectoryUnwritable);
        File.Delete(data.Path);
    }

    [Fact]
    public async Task A_cluster_of_a_version_that_is_not_installed_is_refused()
    {
        await using var data = new DataDirectory();
        await using (await data.StartAsync())
        {
        }

        await File.WriteAllTextAsync(data["pg/PG_VERSION"], "99\n", TestContext.Current.CancellationToken);
        var failure = await data.FailureAsync();

        failure.Code.ShouldBe(StartupCodes.PostgresVersion);
        failure.Message.ShouldContain("99");
    }

    private static string Owner(string path)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%u", path]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }
}
