using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Registry.Api.Hosting;

namespace Registry.Api.Notices;

/// <summary>
/// Whether the gateway takes what the leader sends: the metric <c>registry.notices</c> of meter <c>Registry</c>, and a readiness that is
/// degraded, which takes no node out of service.
/// </summary>
internal sealed class NoticeStatus : IHealthCheck, IDisposable
{
    private readonly ConcurrentDictionary<string, bool> failing = new();
    private readonly Meter meter = new("Registry");
    private readonly Counter<long> messages;
    private readonly ILogger<NoticeStatus> logger;

    public NoticeStatus(ILogger<NoticeStatus> logger)
    {
        this.logger = logger;
        messages = meter.CreateCounter<long>("registry.notices", "{message}", "Notices sent to the gateway, by tenant and outcome");
    }

    public void Count(string tenant, Delivery outcome) => messages.Add(
        1, new("tenant", tenant), new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    public void Set(string tenant, bool taking)
    {
        if (failing.GetValueOrDefault(tenant) == taking)
            LogMessages.NoticesChanged(logger, tenant, taking ? "takes notices again" : "takes no notices");
        failing[tenant] = !taking;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(failing.Values.Contains(true) ? HealthCheckResult.Degraded("notice-gateway-failing") : HealthCheckResult.Healthy());

    public void Dispose() => meter.Dispose();
}
