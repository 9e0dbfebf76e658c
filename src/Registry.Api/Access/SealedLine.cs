using System.Globalization;
using System.Text.Json;
using Registry.Api.Hosting;
using Registry.Projections.Access;
using Registry.Projections.CovertInquiries;

namespace Registry.Api.Access;

/// <summary>
/// An access that the person learns of later: that it happened, its place in the log, what kind of authority looked, and when it is
/// released. What it hides is in the log already, under the event's commitment.
/// </summary>
/// <param name="Number">The how manyth in its log: none can be left out.</param>
/// <param name="Event">The access event, whose payload comes with the release.</param>
/// <param name="Log">Where it stands in the public log.</param>
/// <param name="On">Day, where the city is.</param>
/// <param name="Authority">A stable code; <paramref name="AuthorityText"/> in plain words.</param>
/// <param name="ReleaseOn">The first day on which all of it is shown.</param>
/// <param name="Former">The days it was to be released on before; absent where it was never put off.</param>
internal sealed record SealedLine(
    long Number, Guid Event, string Log, DateOnly On, string Authority, string AuthorityText, DateOnly ReleaseOn,
    IReadOnlyList<DateOnly>? Former) : LookLine
{
    public static SealedLine Of(AccessRecord record, CovertInquiryCard seal, string tenant)
    {
        return new(
            record.Number, record.EventId, $"/log/{tenant}/event/{record.EventId}",
            Shanghai.DayOf(DateTimeOffset.Parse(record.At, CultureInfo.InvariantCulture)), CodeOf(seal), TextOf(seal), seal.ReleaseOn,
            seal.Former.Count == 0 ? null : seal.Former);
    }

    /// <summary>The kind of authority in plain words.</summary>
    public static string TextOf(CovertInquiryCard seal) => Purposes.Text(CodeOf(seal));

    private static string CodeOf(CovertInquiryCard seal) => JsonNamingPolicy.CamelCase.ConvertName(seal.Class.ToString());
}
