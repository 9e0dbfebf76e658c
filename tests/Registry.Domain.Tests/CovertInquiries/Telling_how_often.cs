using Registry.Domain.CovertInquiries;
using Registry.Domain.Directory;
using Shouldly;
using Xunit;

namespace Registry.Domain.Tests.CovertInquiries;

/// <summary>How many sealed lines there were, without telling of any one.</summary>
public sealed class Telling_how_often
{
    private static readonly DateOnly October = new(2026, 10, 1);

    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(1, 1, null)]
    [InlineData(40, 9, null)]
    [InlineData(40, 10, 40)]
    public void goes_by_persons_not_by_lines(long slots, long persons, int? told) =>
        new SlotCount(October, AuthorityClass.Court, slots, persons).Told.ShouldBe(told);

    [Theory]
    [InlineData("2026-10-31", "2026-09-01")]
    [InlineData("2026-11-01", "2026-09-01")] // what was being recorded at midnight
    [InlineData("2026-11-02", "2026-10-01")]
    [InlineData("2027-01-01", "2026-11-01")]
    public void ends_with_the_month_that_is_over(string today, string newest)
    {
        var table = SlotCount.Table([], DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        table[0].Month.ShouldBe(DateOnly.Parse(newest, System.Globalization.CultureInfo.InvariantCulture));
        table.Count.ShouldBe(SlotCount.Months * 5, "a row whether or not there is anything to tell");
        table.Select(row => row.Month).Distinct().ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void has_what_was_counted_in_its_row()
    {
        SlotCount counted = new(October, AuthorityClass.Court, 12, 11);
        SlotCount.Table([counted], new(2026, 11, 20)).Where(row => row.Told is not null).ShouldBe([counted]);
    }
}
