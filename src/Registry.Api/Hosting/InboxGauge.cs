using Npgsql;
using Registry.Projections.Log;
using Registry.Projections.Schema;

namespace Registry.Api.Hosting;

/// <summary>
/// Measures each log's inbox, whichever node leads. Past the configured bounds this node takes nothing in: a promise that
/// waits too long for its place ended public logs (Google Aviator, 2016).
/// </summary>
internal sealed class InboxGauge(
    NpgsqlDataSource database, RegistrySettings settings, TenantLogs logs, LogStatus status, TimeProvider clock,
    ILogger<InboxGauge> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Measures once.</summary>
    public async Task MeasureAsync(CancellationToken token)
    {
        foreach (var log in logs.All)
        {
            var (waiting, age) = await WaitingAsync(log.Id, token);
            var backlogged = waiting > settings.Log.MaxWaiting || age > settings.Log.MaxWaitingAge;
            if (status.SetBacklogged(log.Tenant, backlogged) && backlogged)
                LogMessages.Backlogged(logger, log.Tenant, waiting, age.TotalSeconds);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await MeasureAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                // Without a database nothing is taken in anyway.
                LogMessages.Unavailable(logger, e.GetType().FullName!, e.SqlState);
            }
        }
    }

    // The rows' own numbers, not count(*): that would read a large inbox whole each time.
    private async Task<(long Waiting, TimeSpan Age)> WaitingAsync(string log, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select newest.seq - oldest.seq + 1, clock_timestamp() - oldest.queued_at
            from (select seq, queued_at from {settings.Schema}.log_inbox where log = $1 order by seq limit 1) oldest,
                 (select seq from {settings.Schema}.log_inbox where log = $1 order by seq desc limit 1) newest
            """).With(log);
        await using var reader = await select.ExecuteReaderAsync(token);
        return await reader.ReadAsync(token) ? (reader.GetInt64(0), reader.GetTimeSpan(1)) : (0, TimeSpan.Zero);
    }
}
