using System.Globalization;
using Microsoft.Extensions.Primitives;
using LogLevel = Registry.Projections.Log.LogLevel;

namespace Registry.Api.Commands;

/// <summary>
/// How far a write's events should have come before it is answered, and how long the caller waits for that:
/// <c>Prefer: log-level=published, wait=10</c> (RFC 7240 2 and 4.3). As with every preference, what cannot be read is ignored.
/// </summary>
/// <param name="Wait">1 to 30 seconds; 10 where none is given.</param>
internal sealed record LevelPreference(LogLevel Level, TimeSpan Wait)
{
    private const int DefaultSeconds = 10;
    private const int MaxSeconds = 30;

    /// <summary>Null where none is asked for: an answer at once is durable.</summary>
    public static LevelPreference? Of(StringValues prefer)
    {
        LogLevel? level = null;
        var seconds = DefaultSeconds;
        foreach (var preference in prefer.SelectMany(line => line?.Split(',', ';') ?? []))
            if (preference.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value])
                switch (name.ToLowerInvariant())
                {
                    case "log-level" when Enum.TryParse<LogLevel>(value.Trim('"'), ignoreCase: true, out var wanted)
                            && Enum.IsDefined(wanted) && !char.IsAsciiDigit(value.Trim('"')[0]):
                        level = wanted;
                        break;
                    case "wait" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var wait):
                        seconds = Math.Clamp(wait, 1, MaxSeconds);
                        break;
                }
        return level is { } found ? new(found, TimeSpan.FromSeconds(seconds)) : null;
    }
}
