using System.Globalization;

namespace Registry.Domain.Replay;

/// <summary>
/// At which point a state is asked for, and with whose knowledge. Both are read off the log: positions are dense and
/// signed, and the time is the one that an entry states. All bounds are inclusive; null sets none.
/// </summary>
/// <param name="Index">The last entry that counts.</param>
/// <param name="Time">Entries after this time do not count.</param>
/// <param name="KnownAtIndex">The log as it stood after this entry: what was written later, whatever its time, is not known.</param>
public sealed record AsOf(long? Index, DateTimeOffset? Time, long? KnownAtIndex)
{
    public static AsOf Now { get; } = new(null, null, null);

    public bool Includes(long index, DateTimeOffset time) =>
        !(index > Index) && !(index > KnownAtIndex) && !(time > Time);

    /// <summary>A time as an entry has it, or with fewer digits; without an offset it is UTC.</summary>
    public static bool TryReadTime(string text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
