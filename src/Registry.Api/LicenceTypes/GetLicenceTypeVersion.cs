using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceTypes;
using Registry.Projections;
using Registry.Projections.LicenceTypes;

namespace Registry.Api.LicenceTypes;

/// <summary>One published version, also after it was superseded: licences that follow it are read by it. It never changes.</summary>
internal static class GetLicenceTypeVersion
{
    public static void Map(RouteGroupBuilder types) =>
        types.MapGet("/{code}/versions/{number:int}", Handle).AllowAnonymous().CarriesNothingPersonal()
            .WithSummary("One published version of a licence type 证照类型版本").Produces<LicenceTypeEntry>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        LicenceTypeCode code, int number, RegistrySessions sessions, RegistrySettings settings, CancellationToken token)
    {
        await using var session = sessions.Query(settings.Authority);
        var card = await session.LoadAsync<LicenceTypeCard>(LicenceTypeId.Of(code).Value, token);
        return card is not null && LicenceTypeEntry.Of(card, number) is { } entry ? TypedResults.Ok(entry) : Problems.NotFound();
    }
}
