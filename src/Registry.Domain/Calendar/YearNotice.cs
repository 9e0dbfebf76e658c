namespace Registry.Domain.Calendar;

/// <summary>What the State Council's yearly notice says of one year: which days are off, which weekend days are worked.</summary>
public sealed class YearNotice
{
    /// <param name="year">The year the notice is for.</param>
    /// <param name="source">The notice, as <c>国办发明电〔2025〕7号</c>.</param>
    /// <param name="holidays">Every day off that the notice names, weekend days within a holiday included.</param>
    /// <param name="makeUpDays">Saturdays and Sundays that are worked.</param>
    /// <exception cref="ArgumentException">A day is both, or a make-up day is no Saturday or Sunday.</exception>
    public YearNotice(int year, string source, IEnumerable<DateOnly> holidays, IEnumerable<DateOnly> makeUpDays)
    {
        (Year, Source) = (year, source);
        (Holidays, MakeUpDays) = (holidays.ToHashSet(), makeUpDays.ToHashSet());
        if (Holidays.Overlaps(MakeUpDays)) throw new ArgumentException("A day is both off and worked.", nameof(makeUpDays));
        if (MakeUpDays.Any(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)))
            throw new ArgumentException("A make-up day is a Saturday or a Sunday.", nameof(makeUpDays));
    }

    /// <summary>The year the notice is for.</summary>
    public int Year { get; }

    /// <summary>The notice's number.</summary>
    public string Source { get; }

    /// <summary>Days off.</summary>
    public IReadOnlySet<DateOnly> Holidays { get; }

    /// <summary>Worked Saturdays and Sundays (调休).</summary>
    public IReadOnlySet<DateOnly> MakeUpDays { get; }
}
