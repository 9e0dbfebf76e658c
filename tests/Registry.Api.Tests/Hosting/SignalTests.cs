using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Registry.Api.Hosting.Postgres;

namespace Registry.Api.Tests.Hosting;

/// <summary>
/// Signals to the process that starts the cluster. Ctrl-C in a terminal is a SIGINT to the whole foreground process group.
/// </summary>
public sealed class SignalTests
{
    private const string HolderVariable = "REGISTRY_TEST_HOLD_DATA_DIRECTORY";

    [Fact]
    public async Task An_interrupt_of_the_process_group_does_not_reach_the_postmaster()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var data = new DataDirectory();
        using var holder = StartHolder(data);
        await WaitAsync(() => File.Exists(data["held"]) || holder.HasExited);
        using var postmaster = data.Postmaster().ShouldNotBeNull("the holder did not start a cluster");

        using (var kill = Process.Start("kill", ["-INT", "--", $"-{holder.Id}"])) await kill.WaitForExitAsync(ct);
        await holder.WaitForExitAsync(ct);

        await using var next = await data.StartAsync();
        next.Adopted.ShouldBeTrue();
        postmaster.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task A_process_killed_in_the_middle_of_the_initialisation_does_not_spoil_the_next_one()
    {
        await using var data = new DataDirectory();
        using var holder = StartHolder(data);
        await WaitAsync(() => File.Exists(data["pg.new/PG_VERSION"]) || holder.HasExited);

        holder.Kill();
        await using var cluster = await data.StartAsync();

        (await DataDirectory.QueryAsync(cluster.ConnectionString, "SELECT 1")).ShouldBe(1);
    }

    /// <summary>This test assembly again, in a process group of its own, told to hold a cluster instead of testing.</summary>
    private static Process StartHolder(DataDirectory data)
    {
        // A CI shell has SIGINT ignored for its background jobs, and children inherit that.
        string[] command = ["env", "--default-signal=INT", "dotnet", "exec", typeof(SignalTests).Assembly.Location];
        var start = new ProcessStartInfo("setsid", command);
        start.Environment[HolderVariable] = data.Path;
        return Process.Start(start)!;
    }

    [ModuleInitializer]
    internal static void HoldWhenTold()
    {
        if (Environment.GetEnvironmentVariable(HolderVariable) is not { } path) return;
        // Left running on purpose: the interrupt ends this process.
        EmbeddedPostgres.StartAsync(path, NullLogger.Instance, CancellationToken.None).GetAwaiter().GetResult();
        File.WriteAllText(Path.Combine(path, "held"), "");
        using var never = new ManualResetEvent(initialState: false);
        never.WaitOne();
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition()) await Task.Delay(50, patience.Token);
    }
}
