using Marten;
using Registry.Api.Access;
using Registry.Api.Hosting;
using Registry.Projections;
using Registry.Projections.Items;

namespace Registry.Api.Items;

/// <summary>The public catalogue of service items (事项目录).</summary>
internal static class ListItems
{
    private const int Most = 200;

    public static void Map(RouteGroupBuilder items) =>
        items.MapGet("/", Handle).AllowAnonymous().CarriesNothingPersonal().WithSummary("Service items on offer 事项目录");

    private static async Task<IReadOnlyList<ItemCard>> Handle(
        RegistrySessions sessions, RegistrySettings settings, CancellationToken token)
    {
        await using var session = sessions.Query(settings.Authority);
        return await session.Query<ItemCard>().Where(item => item.IsOffered).OrderBy(item => item.Id).Take(Most).ToListAsync(token);
    }
}
