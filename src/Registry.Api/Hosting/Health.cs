using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Registry.Api.Access;

namespace Registry.Api.Hosting;

/// <summary>Live: the process answers. Ready: the database can be written and no log is halted.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().CarriesNothingPersonal();
        app.MapHealthChecks("/health/ready").AllowAnonymous().CarriesNothingPersonal();
    }
}

internal sealed class ReadyCheck(NpgsqlDataSource database, LogStatus log) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (log.Halted.Count > 0)
            return HealthCheckResult.Unhealthy("log-halted");
        try
        {
            await using var command = database.CreateCommand("select not pg_is_in_recovery()");
            return (bool)(await command.ExecuteScalarAsync(cancellationToken))!
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("database-read-only");
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("database-unreachable");
        }
    }
}
