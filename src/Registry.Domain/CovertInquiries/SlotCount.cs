using Registry.Domain.Directory;

namespace Registry.Domain.CovertInquiries;

/// <summary>How many sealed lines authorities of one kind have made in one month.</summary>
/// <param name="Month">Its first day, where the city is.</param>
/// <param name="Slots">Accesses under a covert inquiry, released since or not.</param>
/// <param name="Persons">How many different persons' data they were to.</param>
public sealed record SlotCount(DateOnly Month, AuthorityClass Class, long Slots, long Persons)
{
    /// <summary>
    /// With fewer persons the number is told to nobody, nor that it is none: somebody who knows of their own line could tell
    /// the others'. Ten, as cells of official statistics are suppressed at three to ten; persons, because one can have many lines.
    /// </summary>
    public const int FewestPersons = 10;

    /// <summary>Months that are told, the last that is over first.</summary>
    public const int Months = 12;

    /// <summary>The number for everybody; null where it is not told.</summary>
    public long? Told => Persons < FewestPersons ? null : Slots;

    /// <summary>
    /// The month after the last that is told: only those that are over, because a number that grows tells of each line when it is made.
    /// A day later, so that whatever was being recorded at midnight is in it and the number stays.
    /// </summary>
    public static DateOnly EndOn(DateOnly today)
    {
        var yesterday = today.AddDays(-1);
        return new(yesterday.Year, yesterday.Month, 1);
    }

    /// <summary>A row for each month and kind, whether or not there is anything to tell.</summary>
    public static IEnumerable<SlotCount> Table(IEnumerable<SlotCount> counted, DateOnly today)
    {
        var known = counted.ToDictionary(count => (count.Month, count.Class));
        return from back in Enumerable.Range(1, Months)
               let month = EndOn(today).AddMonths(-back)
               from kind in Enum.GetValues<AuthorityClass>()
               select known.GetValueOrDefault((month, kind)) ?? new SlotCount(month, kind, 0, 0);
    }
}
