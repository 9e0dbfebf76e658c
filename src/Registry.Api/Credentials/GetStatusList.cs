using System.Text;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Issuers;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Projections.Credentials;

namespace Registry.Api.Credentials;

/// <summary>A signed status list (Token Status List section 8), now or as it was at a time that somebody asks for.</summary>
internal static class GetStatusList
{
    // The end of the year 9999.
    private const long LastSecond = 253_402_300_799;

    public static void Map(WebApplication app) =>
        app.MapGet("/status/{agency}/{list:int}", Handle).AllowAnonymous().CarriesNothingPersonal().WithTags("Issuers 发证机关")
            .WithSummary("Status list of an issuer's credentials 凭证状态列表").Produces<string>(contentType: StatusListToken.MediaType)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <param name="time">Seconds since 1970; the list that was good then is answered, if it was kept.</param>
    private static async Task<IResult> Handle(
        Uscc agency, int list, long? time, StatusTokens lists, RegistrySettings settings, TimeProvider clock, HttpContext http,
        CancellationToken token)
    {
        if (time is < 0 or > LastSecond)
            return Problems.Invalid("time-malformed", "time");
        var now = clock.GetUtcNow();
        var at = time is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : now;
        var found = time is null
            ? await lists.NewestAsync(settings.Authority, agency, list, token)
            : await lists.AtAsync(settings.Authority, agency, list, at, token);
        if (found is null || at > now || time is not null && found.ExpiresAt <= at)
            return Problems.NotFound();
        // Nobody would believe it; that it cannot be said now is another thing than that nothing is wrong.
        return found.ExpiresAt <= at
            ? Problems.Of(StatusCodes.Status503ServiceUnavailable, "cannot-answer-now")
            : PublicBytes.Answer(http, Encoding.ASCII.GetBytes(found.Token), StatusListToken.MediaType, StatusLists.TimeToLive);
    }
}
