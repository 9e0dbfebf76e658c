using Registry.Api.Hosting;
using Registry.Projections.Log;

namespace Registry.Api.Audit;

/// <summary>
/// Beside the work of a log's leader: has every look judged within seconds of its place in the log. It skips nothing; what cannot be
/// judged is tried again and loud, and never keeps the log from going on.
/// </summary>
internal sealed class Auditing(Judging judging, TenantLogs logs, TimeProvider clock, ILogger<Auditing> logger)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromSeconds(5);

    public async Task KeepAsync(TenantLog log, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var pause = Between;
            try
            {
                // Closed epochs too: what they brought last may not be judged yet.
                foreach (var epoch in logs.EpochsOf(log.Tenant))
                    while (await judging.JudgeNextAsync(epoch, stop))
                    {
                    }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever it is, the log goes on, and somebody is told
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogMessages.JudgingInterrupted(logger, log.Tenant, e.GetType().Name);
                pause = BeforeRetry;
            }
            await Task.Delay(pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
