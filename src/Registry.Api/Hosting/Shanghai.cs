using System.Globalization;

namespace Registry.Api.Hosting;

/// <summary>Time is stored in UTC; days are counted where the city is.</summary>
internal static class Shanghai
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static DateOnly Today(this TimeProvider clock) => DayOf(clock.GetUtcNow());

    public static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, Zone).DateTime);

    /// <summary>The time to the second, for people: <c>2026-11-26 16:00:00 (UTC+8)</c>.</summary>
    public static string NowInWords(this TimeProvider clock) => InWords(clock.GetUtcNow());

    public static string InWords(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, Zone).ToString("yyyy-MM-dd HH:mm:ss '(UTC+8)'", CultureInfo.InvariantCulture);

    /// <summary>When the day begins there.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new(midnight, Zone.GetUtcOffset(midnight));
    }
}
