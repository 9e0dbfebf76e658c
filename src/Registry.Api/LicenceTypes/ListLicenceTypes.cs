using Marten;
using Registry.Api.Access;
using Registry.Api.Hosting;
using Registry.Projections;
using Registry.Projections.LicenceTypes;

namespace Registry.Api.LicenceTypes;

/// <summary>The public catalogue of licence types (证照目录): of each the version in force.</summary>
internal static class ListLicenceTypes
{
    private const int Most = 500;

    public static void Map(RouteGroupBuilder types) =>
        types.MapGet("/", Handle).AllowAnonymous().CarriesNothingPersonal().WithSummary("Licence types in force 证照目录");

    private static async Task<IReadOnlyList<LicenceTypeEntry>> Handle(
        RegistrySessions sessions, RegistrySettings settings, CancellationToken token)
    {
        await using var session = sessions.Query(settings.Authority);
        var cards = await session.Query<LicenceTypeCard>().OrderBy(card => card.Id).Take(Most).ToListAsync(token);
        return [.. cards.Select(LicenceTypeEntry.Newest).OfType<LicenceTypeEntry>()];
    }
}
