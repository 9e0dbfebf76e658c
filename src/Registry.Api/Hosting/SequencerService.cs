using System.Security.Cryptography;
using Npgsql;
using Registry.Api.Anchoring;
using Registry.Api.Audit;
using Registry.Api.Credentials;
using Registry.Api.Notices;
using Registry.Projections.Anchoring;
using Registry.Projections.Keys;
using Registry.Projections.Log;

namespace Registry.Api.Hosting;

/// <summary>
/// Keeps one log going on whichever node leads it: sequences what is in the inbox at once, signs a checkpoint at most
/// once a second, and none before every witness was asked what it saw. A refusal stops it for good; a fault gives up leadership and tries again.
/// </summary>
internal sealed class SequencerService(
    RegistryRuntime runtime, Anchors anchors, Auditing auditing, NoticeDeliveries notices, StatusSigning statuses, LogStatus status,
    ILogger<SequencerService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenStamps = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenReconciliations = TimeSpan.FromHours(1);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(500);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(runtime.Logs.All.Select(log => KeepAsync(log, stoppingToken)));

    private async Task KeepAsync(TenantLog log, CancellationToken stop)
    {
        var reconciler = new Reconciler(runtime.Database.Pooled, runtime.Settings.Schema, runtime.Clock);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await LeadAsync(log, reconciler, stop);
            }
            catch (LogRefusedException refusal)
            {
                status.Halt(log.Tenant, refusal.Message);
                LogMessages.Halted(logger, log.Tenant, refusal.Message);
                return;
            }
            catch (Exception e) when (IsFault(e))
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

    // Of the database, the disk, or where the keys are. Anything else is a mistake of this program's and ends it.
    private static bool IsFault(Exception e) => e is NpgsqlException or IOException or UnauthorizedAccessException
        or TimeoutException or KeyStoreException or CryptographicException;

    private async Task LeadAsync(TenantLog log, Reconciler reconciler, CancellationToken stop)
    {
        // What takes long is done before: from when a leader dies until another leads, nothing gets its place.
        await runtime.RenewKeysAsync(log, stop);
        await using var sequencer = await Sequencer.LeadAsync(
            runtime.Database.Unpooled, runtime.Settings.Schema, log.Id, runtime.Clock, stop);
        var witnessing = anchors.WitnessingOf(log, runtime);
        var publisher = await Publisher.StartAsync(
            sequencer, token => runtime.RenewKeysAsync(log, token), runtime.LogReader, runtime.Settings.Schema,
            new SignedHead(runtime.Settings.CheckpointDirectory), stop,
            gated: witnessing is not null, second: runtime.OpenSecondLogSigner(log.Tenant, log.Origin));
        LogMessages.Leading(logger, log.Tenant, sequencer.Size);

        // The whole log is hashed anew beside the work: a long one would keep the lead waiting.
        using var stopBeside = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // So are the witnesses asked: one that hangs keeps the log from being signed for as long, not from going on.
        var asked = AskWitnessesAsync(witnessing, log, stopBeside.Token);
        Task[] beside =
        [
            asked,
            ReconcileAsync(log, reconciler, stopBeside.Token),
            WitnessAsync(witnessing, log, sequencer.Head.Term, asked, stopBeside.Token),
            StampAsync(anchors.StampingOf(log, runtime), log, stopBeside.Token),
            auditing.KeepAsync(log, stopBeside.Token),
            notices.RunAsync(log.Tenant, stopBeside.Token),
            statuses.KeepAsync(log, sequencer.Head.Term, stopBeside.Token),
        ];
        try
        {
            await WorkAsync(sequencer, publisher, asked, beside, stop);
        }
        finally
        {
            await stopBeside.CancelAsync();
            await Task.WhenAll(beside).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <param name="asked">Ends well once no witness is known to contradict the database: only then it may be signed.</param>
    private async Task WorkAsync(Sequencer sequencer, Publisher publisher, Task asked, Task[] beside, CancellationToken stop)
    {
        long signedAt = 0;
        while (!stop.IsCancellationRequested)
        {
            if (beside.FirstOrDefault(task => task.IsFaulted) is { } failed)
                await failed;
            var taken = await sequencer.SequenceAsync(stop);
            if (asked.IsCompletedSuccessfully && publisher.SignedSize != sequencer.Size
                && (signedAt == 0 || runtime.Clock.GetElapsedTime(signedAt) >= BetweenCheckpoints))
            {
                await publisher.PublishAsync(stop);
                signedAt = runtime.Clock.GetTimestamp();
            }
            if (taken == 0)
                await Task.Delay(Idle, runtime.Clock, stop);
        }
    }

    private async Task AskWitnessesAsync(Witnessing? witnessing, TenantLog log, CancellationToken stop)
    {
        if (witnessing is not null)
            await witnessing.RequireExtendedAsync(reason => LogMessages.AnchorFailed(logger, log.Tenant, reason), stop);
    }

    private async Task WitnessAsync(Witnessing? witnessing, TenantLog log, long term, Task asked, CancellationToken stop)
    {
        await asked;
        while (witnessing is not null && !stop.IsCancellationRequested)
        {
            try
            {
                await witnessing.RoundAsync(
                    term, anchors.Settings.CosignEvery, reason => LogMessages.AnchorFailed(logger, log.Tenant, reason), stop);
            }
            catch (NpgsqlException e)
            {
                LogMessages.SequencerInterrupted(logger, log.Tenant, e.GetType().Name);
            }
            await Task.Delay(BetweenRounds, runtime.Clock, stop);
        }
    }

    private async Task StampAsync(TimeStamping? stamping, TenantLog log, CancellationToken stop)
    {
        while (stamping is not null && !stop.IsCancellationRequested)
        {
            try
            {
                await stamping.StampAsync(
                    anchors.Settings.TimeStampEvery, reason => LogMessages.AnchorFailed(logger, log.Tenant, reason), stop);
            }
            catch (NpgsqlException e)
            {
                LogMessages.SequencerInterrupted(logger, log.Tenant, e.GetType().Name);
            }
            await Task.Delay(BetweenStamps, runtime.Clock, stop);
        }
    }

    private async Task ReconcileAsync(TenantLog log, Reconciler reconciler, CancellationToken stop)
    {
        while (true)
        {
            var result = await reconciler.RunAsync(log, stop);
            status.Reconcile(log.Tenant, result);
            if (result.Miss is { } miss)
                throw new LogRefusedException($"{log.Origin}: {miss}");
            await Task.Delay(BetweenReconciliations, runtime.Clock, stop);
        }
    }
}
