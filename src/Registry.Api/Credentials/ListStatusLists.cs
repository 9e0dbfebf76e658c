using System.Text;
using System.Text.Json.Nodes;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Issuers;
using Registry.Domain.Credentials;
using Registry.Domain.Identifiers;
using Registry.Domain.Issuers;
using Registry.Projections.Credentials;

namespace Registry.Api.Credentials;

/// <summary>Where an issuer's lists are (Token Status List section 9.3), for who wants them before they meet a credential.</summary>
internal static class ListStatusLists
{
    public static void Map(WebApplication app) =>
        app.MapGet("/status/{agency}", Handle).AllowAnonymous().CarriesNothingPersonal().WithTags("Issuers 发证机关")
            .WithSummary("An issuer's status lists 凭证状态列表目录").Produces<string>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        Uscc agency, StatusTokens lists, PublicAddress address, RegistrySettings settings, HttpContext http, CancellationToken token)
    {
        if (await lists.NumbersAsync(settings.Authority, agency, token) is not { Count: > 0 } numbers)
            return Problems.NotFound();
        var names = new JsonObject
        {
            ["status_lists"] = new JsonArray([.. numbers.Select(number => JsonValue.Create(address.StatusList(agency, number)))]),
        };
        return PublicBytes.Answer(http, Encoding.UTF8.GetBytes(names.ToJsonString()), "application/json", StatusLists.TimeToLive);
    }
}
