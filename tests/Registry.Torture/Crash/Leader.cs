using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Api.Hosting.Postgres;
using Registry.Projections.Log;

namespace Registry.Torture.Crash;

/// <summary>The process that leads a log until it stops at a step. Talks in lines.</summary>
internal static class Leader
{
    public const string Command = "leader";
    public const string Leading = "leading";
    public const string Signed = "signed ";
    public const string Reached = "reached";

    /// <summary>Exit code after the database has failed it, as a server's leader would give up and try again.</summary>
    public const int Interrupted = 3;

    public static async Task<int> RunAsync()
    {
        var order = JsonSerializer.Deserialize<LeaderOrder>(Console.ReadLine()!)!;
        await using var runtime = await RegistryRuntime.StartAsync(
            new RegistrySettings { Schema = order.Schema, DataDirectory = order.DataDirectory, Demonstration = true },
            new(order.Connection), EmbeddedPostgresOptions.ForCommand, NullLogger.Instance, CancellationToken.None);
        try
        {
            await LeadAsync(runtime, order);
            return 0;
        }
        catch (NpgsqlException)
        {
            return Interrupted;
        }
    }

    private static async Task LeadAsync(RegistryRuntime runtime, LeaderOrder order)
    {
        var log = runtime.Logs.All.Single();
        var left = order.Times;
        Sequencer? leading = null;
        await using var sequencer = leading = await Sequencer.LeadAsync(
            runtime.Database.Unpooled, order.Schema, log.Id, runtime.Clock, CancellationToken.None, Reach);
        Console.WriteLine(Leading);
        var publisher = await Publisher.StartAsync(
            sequencer, token => runtime.RenewKeysAsync(log, token), runtime.LogReader, order.Schema,
            new SignedHead(runtime.Settings.CheckpointDirectory), CancellationToken.None);
        while (true)
        {
            await sequencer.SequenceAsync(CancellationToken.None);
            await publisher.PublishAsync(CancellationToken.None);
        }

        void Reach(LogStep step)
        {
            if (step is LogStep.NoteSigned)
                Console.WriteLine(Signed + JsonSerializer.Serialize(leading!.Checkpoint.ToText()));
            if (step != order.Step || --left != 0)
                return;
            if (order.Kill)
                Process.GetCurrentProcess().Kill();
            Console.WriteLine(Reached);
            Console.ReadLine();
        }
    }
}
