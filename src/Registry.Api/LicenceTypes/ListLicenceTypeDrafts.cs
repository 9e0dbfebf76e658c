using Marten;
using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Domain.Identifiers;
using Registry.Domain.LicenceTypes;
using Registry.Projections;
using Registry.Projections.LicenceTypes;

namespace Registry.Api.LicenceTypes;

/// <summary>What waits for a second person, for those who publish.</summary>
internal static class ListLicenceTypeDrafts
{
    private const int Most = 200;

    /// <param name="By">Staff id of who proposed it; somebody else publishes it.</param>
    /// <param name="Version">What If-Match has to name.</param>
    public sealed record Entry(LicenceTypeCode Code, LicenceTypeDefinition Definition, string By, long Version);

    public static void Map(RouteGroupBuilder types) =>
        types.MapGet("/drafts", Handle).RequireAuthorization(Policies.ManageLicenceTypes).CarriesNothingPersonal()
            .WithSummary("Drafts of licence types 证照类型草案").Produces<IReadOnlyList<Entry>>();

    private static async Task<IResult> Handle(Caller caller, RegistrySessions sessions, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var cards = await session.Query<LicenceTypeCard>().Where(card => card.Draft != null)
            .OrderBy(card => card.Id).Take(Most).ToListAsync(token);
        return TypedResults.Ok<IReadOnlyList<Entry>>(
            [.. cards.Select(card => new Entry(card.Code, card.Draft!.Definition, card.Draft.By, card.Version))]);
    }
}
