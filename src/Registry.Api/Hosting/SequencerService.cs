using Npgsql;
using Registry.Projections.Log;

namespace Registry.Api.Hosting;

/// <summary>
/// Keeps one log going on whichever node leads it: sequences what is in the inbox at once, signs a checkpoint at most
/// once a second. A refusal stops it for good; a broken connection gives up leadership and tries again.
/// </summary>
internal sealed class SequencerService(
    RegistryRuntime runtime, LogStatus status, ILogger<SequencerService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(500);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(runtime.Logs.All.Select(log => KeepAsync(log, stoppingToken)));

    private async Task KeepAsync(TenantLog log, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await LeadAsync(log, stop);
            }
            catch (LogRefusedException refusal)
            {
                status.Halt(log.Tenant, refusal.Message);
                LogMessages.Halted(logger, log.Tenant, refusal.Message);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                LogMessages.SequencerInterrupted(logger, log.Tenant, e.GetType().Name);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            await Task.Delay(BeforeRetry, runtime.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LeadAsync(TenantLog log, CancellationToken stop)
    {
        await using var sequencer = await Sequencer.TryLeadAsync(runtime.Database.Unpooled, runtime.Settings.Schema, log.Id, stop);
        if (sequencer is null)
            return;
        var signer = runtime.OpenLogSigner(log.Tenant, log.Origin);
        var publisher = await Publisher.StartAsync(
            sequencer, signer, runtime.LogReader, runtime.Settings.Schema, new SignedHead(runtime.Settings.CheckpointDirectory), stop);
        LogMessages.Leading(logger, log.Tenant, sequencer.Size);

        // The whole log is hashed anew beside the work: a long one would keep the lead waiting.
        using var stopAudit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var audit = AuditAsync(sequencer.Head, stopAudit.Token);
        try
        {
            await WorkAsync(sequencer, publisher, audit, stop);
        }
        finally
        {
            await stopAudit.CancelAsync();
            await audit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync(Sequencer sequencer, Publisher publisher, Task audit, CancellationToken stop)
    {
        long signedAt = 0;
        while (!stop.IsCancellationRequested)
        {
            if (audit.IsFaulted)
                await audit;
            var taken = await sequencer.SequenceAsync(stop);
            if (publisher.Published != sequencer.Size
                && (signedAt == 0 || runtime.Clock.GetElapsedTime(signedAt) >= BetweenCheckpoints))
            {
                await publisher.PublishAsync(stop);
                signedAt = runtime.Clock.GetTimestamp();
            }
            if (taken == 0)
                await Task.Delay(Idle, runtime.Clock, stop);
        }
    }

    private async Task AuditAsync(LogHead head, CancellationToken stop)
    {
        await using var connection = await runtime.Database.Pooled.OpenConnectionAsync(stop);
        await LogAudit.RequireSoundAsync(connection, runtime.Settings.Schema, head, stop);
    }
}
