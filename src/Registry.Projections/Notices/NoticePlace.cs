using System.Globalization;

namespace Registry.Projections.Notices;

/// <summary>
/// A place in an authority's history: an entry of one of its logs. Entries are placed after their commit and never move, so that
/// who has read up to one misses nothing by going on from there.
/// </summary>
/// <param name="Epoch">Of the log, from 1.</param>
/// <param name="Index">Of the entry; -1 before the first.</param>
public readonly record struct NoticePlace(int Epoch, long Index)
{
    public static readonly NoticePlace Beginning = new(1, -1);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}.{Index + 1}");

    /// <summary>Null for anything but what <see cref="ToString"/> wrote.</summary>
    public static NoticePlace? Parse(string text) =>
        text.Split('.') is [{ Length: < 10 } epoch, { Length: < 19 } next]
        && int.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var e) && e > 0
        && long.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? new(e, n - 1)
            : null;
}
