using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Domain.Identifiers;

namespace Registry.Api.Issuers;

/// <summary>Type metadata (SD-JWT VC section 6): what a credential's <c>vct</c> leads to. A version never changes.</summary>
internal static class GetCredentialType
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    public static void Map(WebApplication app) =>
        app.MapGet("/vct/{type}/{version:int}", Handle).AllowAnonymous().CarriesNothingPersonal().WithTags("Issuers 发证机关")
            .WithSummary("Metadata of a licence type's credentials 证照类型元数据").Produces<string>(contentType: "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        LicenceTypeCode type, int version, CredentialTypes types, RegistrySettings settings, HttpContext http) =>
        await types.FindAsync(settings.Authority, type, version) is { } found
            ? PublicBytes.Answer(http, found.Document, "application/json", MaxAge)
            : Problems.NotFound();
}
