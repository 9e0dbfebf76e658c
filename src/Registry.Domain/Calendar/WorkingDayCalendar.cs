namespace Registry.Domain.Calendar;

/// <summary>
/// Which days count in terms set in working days (Administrative Licensing Law, art. 82). Immutable: a case keeps the
/// <see cref="Version"/> its terms were reckoned with, since a notice can change a calendar after acceptance.
/// </summary>
/// <remarks>A year without a notice goes by Saturday and Sunday alone: ask <see cref="Covers(DateOnly, DateOnly)"/> and call a
/// date reckoned through such a year provisional.</remarks>
public sealed class WorkingDayCalendar
{
    private readonly HashSet<int> _years;
    private readonly HashSet<DateOnly> _holidays;
    private readonly HashSet<DateOnly> _makeUpDays;

    /// <param name="version">Names exactly these notices, as <c>CN-2026</c>.</param>
    /// <param name="notices">At most one a year.</param>
    /// <exception cref="ArgumentException">No version, or two notices for one year.</exception>
    public WorkingDayCalendar(string version, IReadOnlyCollection<YearNotice> notices)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        ArgumentNullException.ThrowIfNull(notices);
        Version = version;
        _years = [.. notices.Select(notice => notice.Year)];
        _holidays = [.. notices.SelectMany(notice => notice.Holidays)];
        _makeUpDays = [.. notices.SelectMany(notice => notice.MakeUpDays)];
        if (_years.Count != notices.Count) throw new ArgumentException("There are two notices for one year.", nameof(notices));
    }

    /// <summary>Mainland China as published up to the notice for 2026: 2025 and 2026, version <c>CN-2026</c>.</summary>
    public static WorkingDayCalendar China { get; } =
        new("CN-2026", [ChinaNotices.For2025, ChinaNotices.For2026]);

    /// <summary>Names the set of notices.</summary>
    public string Version { get; }

    /// <summary>The years a notice is known for, in order.</summary>
    public IReadOnlyList<int> Years => [.. _years.Order()];

    /// <summary>Whether offices work on this day.</summary>
    public bool IsWorkingDay(DateOnly day) =>
        _makeUpDays.Contains(day)
        || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_holidays.Contains(day));

    /// <summary>The last day of a term of so many working days. The day after <paramref name="from"/> is the first that can
    /// count; a term of 0 ends on <paramref name="from"/> itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of days is negative.</exception>
    public DateOnly AddWorkingDays(DateOnly from, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var day = from;
        while (days > 0)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(day)) days--;
        }
        return day;
    }

    /// <summary>How many working days lie after <paramref name="from"/>, up to and including <paramref name="to"/>: what
    /// <see cref="AddWorkingDays"/> took. Negative, counted the other way round, when <paramref name="to"/> is earlier.</summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        if (to < from) return -WorkingDaysBetween(to, from);
        var count = 0;
        for (var day = from; day < to;)
        {
            day = day.AddDays(1);
            if (IsWorkingDay(day)) count++;
        }
        return count;
    }

    /// <summary>Whether the notice for the day's year is known. If not, the answer about that day is provisional.</summary>
    public bool Covers(DateOnly day) => _years.Contains(day.Year);

    /// <summary>Whether a term from one day to the other lies in years whose notices are all known.</summary>
    public bool Covers(DateOnly from, DateOnly to)
    {
        for (var year = Math.Min(from.Year, to.Year); year <= Math.Max(from.Year, to.Year); year++)
            if (!_years.Contains(year)) return false;
        return true;
    }
}
