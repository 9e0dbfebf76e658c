using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Registry.Api.Hosting.Postgres;

namespace Registry.Api.Tests.Hosting;

public sealed class EmbeddedPostgresTests
{
    [Fact]
    public async Task What_was_stored_is_there_after_a_stop_and_a_start()
    {
        await using var data = new DataDirectory();
        await using (var first = await data.StartAsync())
            await DataDirectory.QueryAsync(first.ConnectionString, "CREATE TABLE kept AS SELECT '合肥' AS city");
        data.Postmaster().ShouldBeNull();

        await using var second = await data.StartAsync();

        second.Adopted.ShouldBeFalse();
        (await DataDirectory.QueryAsync(second.ConnectionString, "SELECT city FROM kept")).ShouldBe("合肥");
    }

    [Fact]
    public async Task The_login_role_owns_the_database_and_makes_roles_and_schemas_but_is_no_superuser()
    {
        await using var data = new DataDirectory();
        await using var cluster = await data.StartAsync();

        await DataDirectory.QueryAsync(
            cluster.ConnectionString,
            "CREATE ROLE owner_role NOLOGIN; GRANT owner_role TO registry; CREATE SCHEMA events AUTHORIZATION owner_role");

        (await DataDirectory.QueryAsync(cluster.ConnectionString, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
            .ShouldBe(false);
        (await DataDirectory.QueryAsync(cluster.ConnectionString,
            "SELECT pg_get_userbyid(datdba) || ' ' || datname FROM pg_database WHERE datname = current_database()"))
            .ShouldBe("registry registry");
    }

    [Theory]
    [InlineData("fsync", "on")]
    [InlineData("synchronous_commit", "on")]
    [InlineData("data_checksums", "on")]
    [InlineData("listen_addresses", "127.0.0.1")]
    [InlineData("unix_socket_directories", "")]
    [InlineData("server_encoding", "UTF8")]
    [InlineData("wal_compression", "pglz")]
    [InlineData("idle_in_transaction_session_timeout", "1min")]
    [InlineData("log_min_error_statement", "panic")]
    public async Task The_cluster_is_durable_and_listens_on_loopback_only(string setting, string value)
    {
        var superuser = new NpgsqlConnectionStringBuilder(await SharedCluster.ConnectionStringAsync()) { Username = "postgres" };
        (await DataDirectory.QueryAsync(superuser.ConnectionString, $"SHOW {setting}")).ShouldBe(value);
    }

    [Fact]
    public async Task The_connection_string_never_reports_a_cancelled_commit_as_done()
    {
        var settings = new NpgsqlConnectionStringBuilder(await SharedCluster.ConnectionStringAsync());

        settings.CancellationTimeout.ShouldBe(-1);
        settings.KeepAlive.ShouldBe(30);
        settings.TcpKeepAlive.ShouldBeTrue();
        settings.IncludeErrorDetail.ShouldBeFalse();
    }

    [Fact]
    public async Task Only_the_owner_can_read_the_password()
    {
        await using var data = new DataDirectory();
        await using var cluster = await data.StartAsync();

        File.GetUnixFileMode(data["pg.password"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task The_log_keeps_no_statement_and_no_value_of_a_failed_insert()
    {
        await using var data = new DataDirectory();
        await using var cluster = await data.StartAsync();
        await DataDirectory.QueryAsync(
            cluster.ConnectionString, "CREATE TABLE people (name text PRIMARY KEY); INSERT INTO people VALUES ('张三')");

        await Should.ThrowAsync<PostgresException>(
            () => DataDirectory.QueryAsync(cluster.ConnectionString, "INSERT INTO people VALUES ('张三')"));

        var log = await File.ReadAllTextAsync(data["pg.log"], TestContext.Current.CancellationToken);
        log.ShouldContain("duplicate key");
        log.ShouldNotContain("张三");
        log.ShouldNotContain("INSERT INTO");
    }

    [Fact]
    public async Task A_cancelled_start_leaves_nothing_running_and_the_next_start_works()
    {
        await using var data = new DataDirectory();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(250));
        await Should.ThrowAsync<OperationCanceledException>(() => EmbeddedPostgres.StartAsync(
            data.Path, NullLogger.Instance, soon.Token));
        data.Postmaster().ShouldBeNull();

        await using var cluster = await data.StartAsync();

        (await DataDirectory.QueryAsync(cluster.ConnectionString, "SELECT 1")).ShouldBe(1);
    }
}
