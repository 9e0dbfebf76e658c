using System.Globalization;
using System.Text.Json;
using Registry.Api.Access;
using Registry.Api.Hosting;
using Registry.Domain.CovertInquiries;
using Registry.Projections.CovertInquiries;

namespace Registry.Api.CovertInquiries;

/// <summary>
/// How many sealed lines each kind of authority has made in each of the last twelve months, for everybody. Nothing about anybody:
/// <see cref="SlotCount"/> says what is not told.
/// </summary>
internal static class CountSealedSlots
{
    /// <param name="FewestPersons">Lines of fewer persons than this are not told.</param>
    public sealed record Response(int FewestPersons, IReadOnlyList<Line> Counts);

    /// <param name="Month">As 2026-10.</param>
    /// <param name="Authority">A stable code; <paramref name="AuthorityText"/> in plain words.</param>
    /// <param name="Slots">Absent where they are of too few persons, or there are none.</param>
    public sealed record Line(string Month, string Authority, string AuthorityText, long? Slots);

    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapGet("/counts", Handle).AllowAnonymous().CarriesNothingPersonal()
            .WithSummary("Sealed lines by month and kind of authority 秘密查询次数").Produces<Response>();

    private static async Task<Response> Handle(
        SlotCounts slots, RegistrySettings settings, TimeProvider clock, HttpResponse response, CancellationToken token)
    {
        var today = clock.Today();
        var end = SlotCount.EndOn(today);
        var counted = await slots.BetweenAsync(
            settings.Authority, Shanghai.StartOf(end.AddMonths(-SlotCount.Months)), Shanghai.StartOf(end), token);
        response.Headers.CacheControl = "public, max-age=3600";
        return new(SlotCount.FewestPersons, [.. SlotCount.Table(counted, today).Select(LineOf)]);
    }

    private static Line LineOf(SlotCount count)
    {
        var authority = JsonNamingPolicy.CamelCase.ConvertName(count.Class.ToString());
        return new(count.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture), authority, Purposes.Text(authority), count.Told);
    }
}
