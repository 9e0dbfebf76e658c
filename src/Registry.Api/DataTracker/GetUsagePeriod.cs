using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Domain.Log;
using Registry.Projections.Log;

namespace Registry.Api.DataTracker;

/// <summary>For which time usage can be asked for: from the first entry of the authority's first log on, and nothing is deleted.</summary>
internal static class GetUsagePeriod
{
    /// <param name="PeriodStart">RFC 3339 in UTC. There is no end: the absent <c>periodEnd</c> says "until now".</param>
    public sealed record UsagePeriodResponse(string PeriodStart);

    public static void Map(RouteGroupBuilder tracker) =>
        tracker.MapGet("/usagePeriod", Handle).RequireAuthorization(Policies.TrackUsage).CarriesNothingPersonal()
            .WithSummary("Since when usage is kept 使用记录的起始时间").Produces<UsagePeriodResponse>();

    private static async Task<IResult> Handle(Caller caller, TenantLogs logs, LogReader reader, TimeProvider clock, CancellationToken token)
    {
        var first = logs.EpochsOf(caller.Tenant)[0];
        // Nothing is kept of a log that has not begun: then it is since now.
        var since = await reader.EntriesAsync(first.Id, 0, 1, token) is [var bytes] && LogEntry.TryRead(bytes, out var entry, out _)
            ? entry!.Time
            : clock.GetUtcNow();
        return TypedResults.Ok(new UsagePeriodResponse(LogEntry.TimeText(since)));
    }
}
