using Microsoft.Extensions.Logging.Abstractions;
using Registry.Api.Hosting.Postgres;

namespace Registry.Api.Tests.Hosting;

/// <summary>Locks belong to open files, so two uses in one process stand for two processes.</summary>
public sealed class SharedUseTests
{
    [Fact]
    public async Task A_running_cluster_is_adopted_on_its_port()
    {
        await using var data = new DataDirectory();
        await using var first = await data.StartAsync();

        await using var second = await data.StartAsync();

        second.Adopted.ShouldBeTrue();
        second.ConnectionString.ShouldBe(first.ConnectionString);
    }

    [Fact]
    public async Task A_command_leaves_a_cluster_running_that_it_found_running()
    {
        await using var data = new DataDirectory();
        await using var server = await data.StartAsync();

        await using (await data.StartAsync(EmbeddedPostgresOptions.ForCommand))
        {
        }

        (await DataDirectory.QueryAsync(server.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_command_stops_the_cluster_that_it_started()
    {
        await using var data = new DataDirectory();
        await using (await data.StartAsync(EmbeddedPostgresOptions.ForCommand))
            data.Postmaster().ShouldNotBeNull();

        data.Postmaster().ShouldBeNull();
    }

    [Fact]
    public async Task A_command_does_not_stop_what_it_started_under_a_server_that_came_later()
    {
        await using var data = new DataDirectory();
        var command = await data.StartAsync(EmbeddedPostgresOptions.ForCommand);
        await using var server = await data.StartAsync();

        await command.StopAsync();

        (await DataDirectory.QueryAsync(server.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task The_last_server_to_leave_stops_the_cluster_even_if_it_adopted_it()
    {
        await using var data = new DataDirectory();
        var first = await data.StartAsync();
        var second = await data.StartAsync();

        await first.StopAsync();
        data.Postmaster().ShouldNotBeNull();
        await second.StopAsync();

        data.Postmaster().ShouldBeNull();
    }

    [Fact]
    public async Task Starts_at_the_same_time_make_one_cluster()
    {
        await using var data = new DataDirectory();

        var clusters = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => data.StartAsync())));

        clusters.Count(c => !c.Adopted).ShouldBe(1);
        clusters.Select(c => c.ConnectionString).Distinct().Count().ShouldBe(1);
        foreach (var cluster in clusters) await cluster.DisposeAsync();
        data.Postmaster().ShouldBeNull();
    }

    [Fact]
    public async Task A_cluster_in_use_is_not_deleted()
    {
        await using var data = new DataDirectory();
        await using var cluster = await data.StartAsync();

        var deleted = await EmbeddedPostgres.DeleteAsync(
            data.Path, NullLogger.Instance, TestContext.Current.CancellationToken);

        deleted.ShouldBeFalse();
        (await DataDirectory.QueryAsync(cluster.ConnectionString, "SELECT 1")).ShouldBe(1);
    }
}
