namespace Registry.Api.DataTracker;

/// <summary>
/// "Who looked at my data" as Estonia's Data Tracker asks for it (Andmejälgija, e-gov/AJ@600c397: OpenAPI 2.1.0 and protocol 1.6), so that
/// a national tracker can show this register beside all others. Paths, names and times are the specification's.
/// </summary>
internal static class DataTrackerRoutes
{
    public static void MapDataTracker(this WebApplication app)
    {
        var tracker = app.MapGroup(HiddenQuery.Under).WithTags("Data Tracker 数据使用查询");
        FindUsage.Map(tracker);
        GetUsagePeriod.Map(tracker);
        GetHeartbeat.Map(tracker);
    }
}
