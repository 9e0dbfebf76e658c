using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceTypes;
using Registry.Projections;
using Registry.Projections.LicenceTypes;

namespace Registry.Api.LicenceTypes;

/// <summary>The version in force. A type of which nothing is published looks like one that is not there.</summary>
internal static class GetLicenceType
{
    public static void Map(RouteGroupBuilder types) =>
        types.MapGet("/{code}", Handle).AllowAnonymous().CarriesNothingPersonal()
            .WithSummary("A licence type in force 证照类型").Produces<LicenceTypeEntry>().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        LicenceTypeCode code, RegistrySessions sessions, RegistrySettings settings, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(settings.Authority);
        var card = await session.LoadAsync<LicenceTypeCard>(LicenceTypeId.Of(code).Value, token);
        if (card is null || LicenceTypeEntry.Newest(card) is not { } entry)
            return Problems.NotFound();
        response.Headers.ETag = IfMatch.ToETag(card.Version);
        return TypedResults.Ok(entry);
    }
}
