using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Registry.Api.Hosting;
using Registry.Domain.Log;
using Registry.Projections.Access;

namespace Registry.Api.Access;

/// <summary>What a person asks of the accesses to their data. Days are counted where the city is, and both are inclusive.</summary>
/// <param name="From">First day, as 2026-11-25.</param>
/// <param name="To">Last day.</param>
/// <param name="Agency">USCC of whose officer looked.</param>
/// <param name="Purpose">A stable code.</param>
/// <param name="Resource">What was looked at, as case/&lt;id&gt;.</param>
/// <param name="Refused">true for those that were refused only, false for the others.</param>
internal sealed record AccessQuery(string? From, string? To, string? Agency, string? Purpose, string? Resource, string? Refused)
{
    /// <param name="field">The one that cannot be read, when false is returned.</param>
    public bool TryRead([NotNullWhen(true)] out AccessFilter? filter, [NotNullWhen(false)] out string? field)
    {
        var (isFrom, isTo) = (TryDay(From, 0, out var from), TryDay(To, 1, out var until));
        field = !isFrom ? "from" : !isTo ? "to" : Refused is not (null or "true" or "false") ? "refused" : null;
        filter = field is null ? new(from, until, Agency, Purpose, Resource, Refused is null ? null : Refused == "true") : null;
        return field is null;
    }

    private static bool TryDay(string? text, int later, out string? time)
    {
        time = null;
        if (text is null)
            return true;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day >= DateOnly.MaxValue.AddDays(-1))
            return false;
        time = LogEntry.TimeText(Shanghai.StartOf(day.AddDays(later)));
        return true;
    }
}
