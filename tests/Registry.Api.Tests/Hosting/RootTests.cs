using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Registry.Api.Hosting.Postgres;

namespace Registry.Api.Tests.Hosting;

/// <summary>What only root meets: PostgreSQL refuses root, and only root can mount a small disk.</summary>
public sealed class RootTests
{
    [Fact]
    public async Task A_data_directory_the_unprivileged_account_cannot_enter_gets_its_cluster_elsewhere()
    {
        RequireRoot();
        await using var data = new DataDirectory();
        data.CloseToOthers();

        string root;
        await using (var cluster = await data.StartAsync())
        {
            root = cluster.Root;
            root.ShouldBe(Elsewhere(data));
            await DataDirectory.QueryAsync(cluster.ConnectionString, "CREATE TABLE kept AS SELECT 1 AS n");
        }

        (await File.ReadAllTextAsync(data["pg.location"], TestContext.Current.CancellationToken)).Trim().ShouldBe(root);
        await using var again = await data.StartAsync();
        (await DataDirectory.QueryAsync(again.ConnectionString, "SELECT n FROM kept")).ShouldBe(1);
    }

    [Fact]
    public async Task A_directory_somebody_else_planted_is_not_used()
    {
        RequireRoot();
        await using var data = new DataDirectory();
        data.CloseToOthers();
        Directory.CreateDirectory(Elsewhere(data));
        try
        {
            var failure = await data.FailureAsync();

            failure.Code.ShouldBe(StartupCodes.DataDirectoryUnwritable);
            failure.Message.ShouldContain(Elsewhere(data));
        }
        finally
        {
            Directory.Delete(Elsewhere(data));
        }
    }

    [Fact]
    public async Task A_link_somebody_else_planted_is_not_followed()
    {
        RequireRoot();
        await using var data = new DataDirectory();
        data.CloseToOthers();
        Directory.CreateSymbolicLink(Elsewhere(data), "/var/lib");
        try
        {
            (await data.FailureAsync()).Code.ShouldBe(StartupCodes.DataDirectoryUnwritable);
        }
        finally
        {
            File.Delete(Elsewhere(data));
        }
    }

    [Fact]
    public async Task A_cluster_elsewhere_that_has_gone_is_reported_and_not_replaced_by_an_empty_one()
    {
        RequireRoot();
        await using var data = new DataDirectory();
        data.CloseToOthers();
        await using (await data.StartAsync())
        {
        }

        Directory.Delete(Elsewhere(data), recursive: true);
        var failure = await data.FailureAsync();

        failure.Code.ShouldBe(StartupCodes.DataHalfInitialised);
        failure.Message.ShouldContain(data["pg.location"]);
        File.Delete(data["pg.location"]);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_the_start_after_it_was_freed_works()
    {
        RequireRoot();
        await using var data = new DataDirectory();
        Directory.CreateDirectory(data.Path);
        var refused = Mount("-t", "tmpfs", "-o", "size=30m", "tmpfs", data.Path);
        if (refused.Length > 0) Assert.Skip($"mount: {refused}");
        try
        {
            (await data.FailureAsync()).Code.ShouldBe(StartupCodes.DiskFull);

            Mount("-o", "remount,size=300m", data.Path).ShouldBe("");
            await using (var cluster = await data.StartAsync())
                await DataDirectory.QueryAsync(cluster.ConnectionString, "CREATE TABLE kept AS SELECT 1 AS n");

            await FillAsync(data);
            (await data.FailureAsync()).Code.ShouldBe(StartupCodes.DiskFull);

            File.Delete(data["ballast"]);
            await using var after = await data.StartAsync();
            (await DataDirectory.QueryAsync(after.ConnectionString, "SELECT n FROM kept")).ShouldBe(1);
        }
        finally
        {
            Run("umount", "-l", data.Path);
        }
    }

    private static async Task FillAsync(DataDirectory data)
    {
        await using var ballast = new FileStream(
            data["ballast"], FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true) await ballast.WriteAsync(block, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static void RequireRoot()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("Only root drops to another account and mounts a small disk.");
    }

    private static string Elsewhere(DataDirectory data) =>
        $"/var/tmp/registry-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data.Path)))[..12]}";

    private static string Mount(params string[] arguments) => Run("mount", arguments);

    /// <summary>Empty when it succeeded, else what it said.</summary>
    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "" : $"exit {process.ExitCode}: {errors}";
    }
}
