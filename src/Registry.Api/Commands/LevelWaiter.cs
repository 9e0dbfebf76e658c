using System.Collections.Concurrent;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Projections.Log;
using LogLevel = Registry.Projections.Log.LogLevel;

namespace Registry.Api.Commands;

/// <summary>
/// Lets answers wait until their events have reached a level of the log. All that wait are looked up by one query a tick,
/// in the database: whichever node leads.
/// </summary>
internal sealed class LevelWaiter(NpgsqlDataSource database, RegistrySettings settings, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<Guid, Waiter> waiting = new();
    private readonly SemaphoreSlim somebody = new(0);

    /// <summary>The place of the event when it has reached the level, or when patience ends; null when nothing is known.</summary>
    public async Task<LogPlace?> WaitAsync(TenantLog log, Guid eventId, LevelPreference wanted)
    {
        var waiter = waiting.GetOrAdd(eventId, _ => new Waiter(log.Id, wanted.Level));
        somebody.Release();
        try
        {
            return await waiter.Reached.Task.WaitAsync(wanted.Wait, clock);
        }
        catch (TimeoutException)
        {
            return waiter.Seen;
        }
        finally
        {
            waiting.TryRemove(eventId, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await somebody.WaitAsync(stoppingToken);
            while (!waiting.IsEmpty)
            {
                await LookAsync(stoppingToken);
                await Task.Delay(Tick, clock, stoppingToken);
            }
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        foreach (var group in waiting.GroupBy(pair => pair.Value.Log))
        {
            try
            {
                var places = await LogPlace.OfAsync(database, settings.Schema, group.Key, [.. group.Select(pair => pair.Key)], stop);
                foreach (var (id, waiter) in group)
                    if (places.TryGetValue(id, out var place))
                        waiter.See(place);
            }
            catch (NpgsqlException)
            {
                // The event is durable; who waits is told so when patience ends.
            }
        }
    }

    private sealed class Waiter(string log, LogLevel wanted)
    {
        public string Log { get; } = log;

        public LogPlace? Seen { get; private set; }

        public TaskCompletionSource<LogPlace> Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void See(LogPlace place)
        {
            Seen = place;
            if (place.Level >= wanted)
                Reached.TrySetResult(place);
        }
    }
}
