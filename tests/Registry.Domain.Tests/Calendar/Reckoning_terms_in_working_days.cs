using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Registry.Domain.Calendar;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.Calendar;

public sealed class Reckoning_terms_in_working_days
{
    private static readonly WorkingDayCalendar China = WorkingDayCalendar.China;

    [Theory]
    [InlineData("2026-01-02", false)]
    [InlineData("2026-01-04", true)]
    [InlineData("2026-02-13", true)]
    [InlineData("2026-02-14", true)]
    [InlineData("2026-02-15", false)]
    [InlineData("2026-02-23", false)]
    [InlineData("2026-02-24", true)]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-03-01", false)]
    [InlineData("2026-05-09", true)]
    [InlineData("2026-09-20", true)]
    [InlineData("2026-10-10", true)]
    [InlineData("2025-01-26", true)]
    [InlineData("2025-01-28", false)]
    [InlineData("2025-10-08", false)]
    [InlineData("2025-10-11", true)]
    public void festivals_are_off_and_make_up_days_are_worked(string day, bool working) =>
        China.IsWorkingDay(Day(day)).ShouldBe(working);

    // 248 and 248: 365 days less weekends and holidays plus make-up days, as the notices come out.
    [Theory]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    public void a_year_has_as_many_working_days_as_its_notice_leaves(int year, int days) =>
        China.WorkingDaysBetween(new(year - 1, 12, 31), new(year, 12, 31)).ShouldBe(days);

    [Fact]
    public void the_term_starts_on_the_next_day() =>
        China.AddWorkingDays(Day("2026-03-02"), 1).ShouldBe(Day("2026-03-03"));

    [Fact]
    public void twenty_days_from_before_spring_festival_end_in_march() =>
        China.AddWorkingDays(Day("2026-02-12"), 20).ShouldBe(Day("2026-03-18"));

    [Fact]
    public void five_days_over_national_day_count_the_worked_saturday() =>
        China.AddWorkingDays(Day("2026-09-29"), 4).ShouldBe(Day("2026-10-10"));

    [Fact]
    public void an_application_on_a_day_off_starts_its_term_on_the_next_working_day() =>
        China.AddWorkingDays(Day("2026-02-17"), 5).ShouldBe(Day("2026-02-28"));

    [Fact]
    public void a_term_of_no_days_ends_at_once() =>
        China.AddWorkingDays(Day("2026-02-17"), 0).ShouldBe(Day("2026-02-17"));

    [Fact]
    public void a_negative_term_is_a_mistake() =>
        Should.Throw<ArgumentOutOfRangeException>(() => China.AddWorkingDays(Day("2026-02-17"), -1));

    [Fact]
    public void a_year_without_a_notice_goes_by_weekends_and_is_provisional()
    {
        China.IsWorkingDay(Day("2027-01-01")).ShouldBeTrue();
        China.IsWorkingDay(Day("2027-01-02")).ShouldBeFalse();
        China.Covers(Day("2027-01-01")).ShouldBeFalse();
        China.Covers(Day("2026-12-31")).ShouldBeTrue();
        China.Covers(Day("2026-12-20"), Day("2027-01-10")).ShouldBeFalse();
        China.Covers(Day("2025-12-20"), Day("2026-01-10")).ShouldBeTrue();
    }

    [Fact]
    public void it_names_its_version_and_years()
    {
        China.Version.ShouldBe("CN-2026");
        China.Years.ShouldBe([2025, 2026]);
    }

    [Fact]
    public void a_later_notice_changes_the_answer_of_a_new_calendar_only()
    {
        var changed = new WorkingDayCalendar("test", [new(2026, "test", [Day("2026-03-03")], [])]);
        changed.AddWorkingDays(Day("2026-03-02"), 1).ShouldBe(Day("2026-03-04"));
        China.AddWorkingDays(Day("2026-03-02"), 1).ShouldBe(Day("2026-03-03"));
    }

    [Fact]
    public void a_notice_that_contradicts_itself_is_refused()
    {
        Should.Throw<ArgumentException>(() => new YearNotice(2026, "test", [Day("2026-02-14")], [Day("2026-02-14")]));
        Should.Throw<ArgumentException>(() => new YearNotice(2026, "test", [], [Day("2026-03-03")]));
        var notice = new YearNotice(2026, "test", [], []);
        Should.Throw<ArgumentException>(() => new WorkingDayCalendar("test", [notice, notice]));
    }

    [Property]
    public Property a_term_holds_as_many_working_days_as_it_was_given_and_ends_on_one() =>
        Prop.ForAll(Days, Gen.Choose(1, 90).ToArbitrary(), (from, length) =>
        {
            var end = China.AddWorkingDays(from, length);
            return China.IsWorkingDay(end)
                && China.WorkingDaysBetween(from, end) == length
                && China.WorkingDaysBetween(end, from) == -length;
        });

    private static Arbitrary<DateOnly> Days =>
        Gen.Choose(0, 1200).Select(offset => new DateOnly(2024, 6, 1).AddDays(offset)).ToArbitrary();

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
