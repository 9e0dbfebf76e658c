using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Registry.Api.Commands;
using Registry.Domain.Identifiers;
using Registry.Domain.Log;

namespace Registry.Api.DataTracker;

/// <summary>
/// What <c>findUsage</c> is asked. A person's code is that of their country and their number there, as <c>EE12345678901</c> in the
/// specification: <c>CN</c> and the 18 characters of GB 11643.
/// </summary>
/// <param name="Viewer">Who reads the answer, of the header <see cref="ViewerHeader"/>.</param>
/// <param name="Person">Whose data it is about.</param>
/// <param name="From">First time, as entries write it; null for the beginning.</param>
/// <param name="Until">The time behind the last.</param>
internal sealed partial record UsageQuery(CitizenId Viewer, CitizenId Person, string? From, string? Until, int Offset, int Limit)
{
    public const string ViewerHeader = "X-Road-UserId";

    /// <summary>
    /// Lines of one answer, and what is given without a limit. More is refused, not cut: whoever gets fewer than they asked for takes
    /// them for the last (protocol, section 7).
    /// </summary>
    public const int Most = 1000;

    private const string Country = "CN";

    // Bound by hand: the framework would read the query out of the request, where it no longer is.
    public static ValueTask<UsageQuery> BindAsync(HttpContext http)
    {
        var query = QueryHelpers.ParseQuery(http.Features.Get<HiddenQuery>()?.Text);
        var from = Time("periodStart") is { } first ? LogEntry.TimeOf(first.AddTicks(TimeSpan.TicksPerMillisecond - 1)) : (DateTimeOffset?)null;
        var until = Time("periodEnd") is { } last ? LogEntry.TimeOf(last).AddMilliseconds(1) : (DateTimeOffset?)null;
        return ValueTask.FromResult(new UsageQuery(
            CodeIn(http.Request.Headers[ViewerHeader], ViewerHeader), CodeIn(query.GetValueOrDefault("userCode"), "userCode"),
            from is { } start ? LogEntry.TimeText(start) : null, until is { } end ? LogEntry.TimeText(end) : null,
            Number("offset", 0, int.MaxValue), Number("limit", Most, Most)));

        // Both ends belong to the period; entries have whole milliseconds.
        DateTimeOffset? Time(string name) => One(name) switch
        {
            null => null,
            var text when DateTimeWithZone().IsMatch(text)
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
                && time.Year is > 1 and < 9999 => time,
            _ => throw Malformed(name),
        };

        int Number(string name, int usual, int most) => One(name) switch
        {
            null => usual,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most => number,
            _ => throw Malformed(name),
        };

        string? One(string name) => query.GetValueOrDefault(name) is { Count: > 0 } given
            ? given is [{ } only] ? only : throw Malformed(name)
            : null;
    }

    private static CitizenId CodeIn(StringValues given, string field) =>
        given is [{ } text] && text.StartsWith(Country, StringComparison.Ordinal) && CitizenId.TryParse(text[Country.Length..], null, out var code)
            ? code
            : throw Malformed(field);

    private static BadRequest Malformed(string field) => new(StatusCodes.Status400BadRequest, "request-malformed", field);

    /// <summary>RFC 3339, with its zone (protocol, section 6).</summary>
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,7})?([Zz]|[+-]\d{2}:\d{2})$", RegexOptions.ECMAScript)]
    private static partial Regex DateTimeWithZone();
}
