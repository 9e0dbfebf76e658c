using Registry.Api.Hosting;
using Registry.Projections.Credentials;
using Registry.Projections.Log;

namespace Registry.Api.Credentials;

/// <summary>
/// Beside the work of a log's leader: has every status list signed soon after a licence has changed, and before it expires. Where it
/// cannot, the lists expire and nobody is told "valid" any more; it never keeps the log from going on.
/// </summary>
internal sealed class StatusSigning(RegistryRuntime runtime, ILogger<StatusSigning> logger)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromSeconds(5);

    public async Task KeepAsync(TenantLog log, long term, CancellationToken stop)
    {
        var writer = NewWriter(log, term);
        while (!stop.IsCancellationRequested)
        {
            var pause = Between;
            try
            {
                if (!await writer.TurnAsync(e => LogMessages.StatusSigningInterrupted(logger, log.Tenant, e.Code), stop))
                    return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever it is, the log goes on, and somebody is told
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogMessages.StatusSigningInterrupted(logger, log.Tenant, e.GetType().Name);
                // Half a turn may have been taken: read all anew.
                (writer, pause) = (NewWriter(log, term), BeforeRetry);
            }
            await Task.Delay(pause, runtime.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private StatusWriter NewWriter(TenantLog log, long term) => new(
        runtime.Database.Unpooled, runtime.Database.Pooled, runtime.Issuers, runtime.Address, runtime.Settings.Schema, log, term, runtime.Clock);
}
