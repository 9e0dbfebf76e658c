using Npgsql;
using Registry.Api.Hosting;
using Registry.Domain.Anchoring;
using Registry.Projections.Anchoring;
using Registry.Projections.Keys;
using Registry.Projections.Log;

namespace Registry.Api.Anchoring;

/// <summary>On every node, the leader's and the others': reads from the database how long ago each log was confirmed, and which keys it has.</summary>
internal sealed class AnchoringMonitor(
    RegistryRuntime runtime, Anchors anchors, LogStatus status, ILogger<AnchoringMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, AnchoringState> told = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var log in runtime.Logs.All)
                await LookAsync(log, stoppingToken);
            await Task.Delay(Between, runtime.Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(TenantLog log, CancellationToken stop)
    {
        try
        {
            var confirmations = await Confirmations.ReadAsync(runtime.Database.Pooled, runtime.Settings.Schema, log.Id, stop);
            status.SeeConfirmed(log.Tenant, anchors.AgeOf(confirmations));
            await runtime.RenewKeysAsync(log, stop);
        }
        catch (Exception e) when (e is NpgsqlException or KeyStoreException)
        {
            // The keys stay as they were, and the age goes on growing from what was seen last.
        }
        catch (OperationCanceledException)
        {
            return;
        }
        var state = status.StateOf(log.Tenant);
        if (told.GetValueOrDefault(log.Tenant) != state)
            LogMessages.AnchoringChanged(logger, log.Tenant, state, status.AgeOf(log.Tenant));
        told[log.Tenant] = state;
    }
}
