using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Domain.Identifiers;
using Registry.Domain.Items;
using Registry.Projections;
using Registry.Projections.Items;

namespace Registry.Api.Items;

internal static class GetItem
{
    public static void Map(RouteGroupBuilder items) =>
        items.MapGet("/{code}", Handle).AllowAnonymous().CarriesNothingPersonal().WithSummary("One service item 办事指南")
            .Produces<ItemCard>().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        ItemCode code, RegistrySessions sessions, RegistrySettings settings, CancellationToken token)
    {
        await using var session = sessions.Query(settings.Authority);
        return await session.LoadAsync<ItemCard>(ServiceItemId.Of(code).Value, token) is { } card
            ? TypedResults.Ok(card)
            : Problems.NotFound();
    }
}
