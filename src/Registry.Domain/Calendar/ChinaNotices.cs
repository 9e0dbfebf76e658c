namespace Registry.Domain.Calendar;

/// <summary>The notices of the General Office of the State Council on public holidays (国务院办公厅关于部分节假日安排的通知).</summary>
internal static class ChinaNotices
{
    public static YearNotice For2025 { get; } = new(
        2025,
        "国办发明电〔2024〕12号",
        [
            .. Days(new(2025, 1, 1), new(2025, 1, 1)),     // New Year
            .. Days(new(2025, 1, 28), new(2025, 2, 4)),    // Spring Festival
            .. Days(new(2025, 4, 4), new(2025, 4, 6)),     // Qingming
            .. Days(new(2025, 5, 1), new(2025, 5, 5)),     // Labour Day
            .. Days(new(2025, 5, 31), new(2025, 6, 2)),    // Dragon Boat
            .. Days(new(2025, 10, 1), new(2025, 10, 8)),   // National Day and Mid-Autumn
        ],
        [new(2025, 1, 26), new(2025, 2, 8), new(2025, 4, 27), new(2025, 9, 28), new(2025, 10, 11)]);

    public static YearNotice For2026 { get; } = new(
        2026,
        "国办发明电〔2025〕7号",
        [
            .. Days(new(2026, 1, 1), new(2026, 1, 3)),     // New Year
            .. Days(new(2026, 2, 15), new(2026, 2, 23)),   // Spring Festival
            .. Days(new(2026, 4, 4), new(2026, 4, 6)),     // Qingming
            .. Days(new(2026, 5, 1), new(2026, 5, 5)),     // Labour Day
            .. Days(new(2026, 6, 19), new(2026, 6, 21)),   // Dragon Boat
            .. Days(new(2026, 9, 25), new(2026, 9, 27)),   // Mid-Autumn
            .. Days(new(2026, 10, 1), new(2026, 10, 7)),   // National Day
        ],
        [
            new(2026, 1, 4), new(2026, 2, 14), new(2026, 2, 28), new(2026, 5, 9), new(2026, 9, 20), new(2026, 10, 10),
        ]);

    private static IEnumerable<DateOnly> Days(DateOnly first, DateOnly last)
    {
        for (var day = first; day <= last; day = day.AddDays(1)) yield return day;
    }
}
