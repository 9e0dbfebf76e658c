using Registry.Api.Hosting;
using Registry.Projections.Notices;

namespace Registry.Api.Notices;

/// <summary>What came of telling the gateway of a window of entries.</summary>
internal enum DeliveryStep
{
    /// <summary>There may be more.</summary>
    Moved,

    AtEnd,

    /// <summary>The gateway did not take all of it: the window is to be told again.</summary>
    Failed,
}

/// <summary>
/// Tells the gateway of accesses, in the order of the log, from a place that is kept: each at least once, one person's never out of
/// order. What waits for a gateway that is down is in the log anyway, so nothing piles up and nobody else waits.
/// </summary>
internal sealed class NoticeDelivery(
    NoticeFeed feed, NoticeGateway gateway, NoticeStatus status, string tenant, TimeProvider clock, ILogger logger)
{
    /// <summary>Entries looked through at once, and told before the place moves on: a crash repeats no more.</summary>
    private const int Window = 1000;

    /// <summary>People who are told at the same time.</summary>
    private const int AtOnce = 8;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>What of the window was told: after a failure only the rest is sent again.</summary>
    private readonly HashSet<string> told = [];

    public async Task RunAsync(CancellationToken stop)
    {
        var pause = FirstPause;
        while (!stop.IsCancellationRequested)
        {
            var step = DeliveryStep.Failed;
            try
            {
                step = await StepAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever it is, the log goes on, and somebody is told
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogMessages.NoticesInterrupted(logger, tenant, e.GetType().Name);
            }
            if (step is DeliveryStep.Failed)
            {
                await Task.Delay(pause, clock, stop);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                continue;
            }
            pause = FirstPause;
            if (step is DeliveryStep.AtEnd)
                await Task.Delay(Idle, clock, stop);
        }
    }

    /// <summary>Tells of one window of entries.</summary>
    public async Task<DeliveryStep> StepAsync(CancellationToken stop)
    {
        if (await feed.DeliveredAsync(tenant, stop) is not { } place)
        {
            // Nobody is told of what was before there was a gateway.
            await feed.KeepAsync(tenant, await feed.EndAsync(tenant, stop), stop);
            return DeliveryStep.AtEnd;
        }
        if (await WindowAsync(place, stop) is not var (log, before, reached))
            return DeliveryStep.AtEnd;
        var wanted = (await feed.WindowAsync(tenant, log, before, reached, stop))
            .Where(one => one.Subscription.Wants(one.Access.Access.By.Purpose));
        var whole = true;
        await Parallel.ForEachAsync(
            wanted.GroupBy(one => one.Subscription.Id), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (person, token) =>
            {
                if (!await TellAsync(person, token))
                    Volatile.Write(ref whole, false);
            });
        status.Set(tenant, whole);
        if (!whole)
            return DeliveryStep.Failed;
        await feed.KeepAsync(tenant, reached, stop);
        told.Clear();
        return DeliveryStep.Moved;
    }

    /// <summary>The next entries: their log, the index before them and the place behind them; null at the end of the history.</summary>
    private async Task<(string Log, long Before, NoticePlace Reached)?> WindowAsync(NoticePlace place, CancellationToken stop)
    {
        foreach (var (log, epoch, size) in await feed.LogsAsync(tenant, stop))
        {
            var before = epoch > place.Epoch ? -1 : place.Index;
            if (epoch >= place.Epoch && before < size - 1)
                return (log, before, new(epoch, Math.Min(before + Window, size - 1)));
        }
        return null;
    }

    // One after the other: the next is not told before this one is taken.
    private async Task<bool> TellAsync(IEnumerable<(PlacedAccess Access, SubscriptionCard Subscription)> person, CancellationToken token)
    {
        foreach (var (access, subscription) in person)
        {
            if (IsTold(access.Access.Id))
                continue;
            switch (await gateway.SendAsync(tenant, access, subscription, token))
            {
                case Delivery.Failed:
                    status.Count(tenant, Delivery.Failed);
                    return false;
                case Delivery.Refused:
                    LogMessages.NoticeRefused(logger, tenant, access.Access.EventId);
                    status.Count(tenant, Delivery.Refused);
                    break;
                default:
                    status.Count(tenant, Delivery.Taken);
                    break;
            }
            lock (told)
                told.Add(access.Access.Id);
        }
        return true;
    }

    private bool IsTold(string access)
    {
        lock (told)
            return told.Contains(access);
    }
}
