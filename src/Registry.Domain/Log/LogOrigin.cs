using System.Globalization;
using System.Text.RegularExpressions;

namespace Registry.Domain.Log;

/// <summary>
/// What the last part of an origin says about a log: the year in which it began, as <c>2026</c>; of one that opens with a
/// discontinuity, and of no other, a number too, as <c>2026-2</c>. So every checkpoint and every receipt shows it.
/// </summary>
public static partial class LogOrigin
{
    /// <summary>Whether the log of this origin opens with a discontinuity.</summary>
    public static bool FollowsLoss(string origin) => AfterLoss().IsMatch(origin);

    /// <summary>Whether two different logs are epochs of one authority's: their origins differ in the last part alone.</summary>
    public static bool AreOfOneAuthority(string one, string other) =>
        one != other && one[..(one.LastIndexOf('/') + 1)] is { Length: > 0 } parent && parent == other[..(other.LastIndexOf('/') + 1)];

    /// <summary>The last part of the origin of a log that follows one whose tail is lost.</summary>
    /// <param name="number">The epoch's, or a larger one where that was used: 2 or more.</param>
    public static string NameAfterLoss(int year, int number) => string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{number}");

    [GeneratedRegex(@"/[0-9]{4}-[1-9][0-9]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex AfterLoss();
}
