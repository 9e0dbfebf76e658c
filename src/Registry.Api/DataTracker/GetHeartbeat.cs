using Microsoft.Extensions.Diagnostics.HealthChecks;
using Registry.Api.Access;
using Registry.Api.Hosting;
using Registry.Api.Identity;

namespace Registry.Api.DataTracker;

/// <summary>Whether findUsage would be answered now: only where an access can be recorded (invariant I2).</summary>
internal static class GetHeartbeat
{
    /// <param name="Status">OK or FAIL.</param>
    /// <param name="Message">For people.</param>
    public sealed record HeartbeatResponse(string Status, string Message);

    public static void Map(RouteGroupBuilder tracker) =>
        tracker.MapGet("/heartbeat", Handle).RequireAuthorization(Policies.TrackUsage).CarriesNothingPersonal()
            .WithSummary("Whether usage can be asked for now 服务是否可用").Produces<HeartbeatResponse>();

    private static async Task<IResult> Handle(Caller caller, HealthCheckService health, LogStatus log, CancellationToken token)
    {
        if (log.WhyStopped(caller.Tenant) is { } stopped)
            return TypedResults.Ok(new HeartbeatResponse("FAIL", stopped.Message));
        var report = await health.CheckHealthAsync(token);
        return TypedResults.Ok(report.Status is HealthStatus.Healthy
            ? new HeartbeatResponse("OK", "API is ready")
            : new HeartbeatResponse("FAIL", string.Join(' ', report.Entries.Values.Select(entry => entry.Description).OfType<string>())));
    }
}
