using Marten;
using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Erasures;
using Registry.Projections;
using Registry.Projections.Erasures;

namespace Registry.Api.Erasures;

/// <summary>A person's own requests, or all of the authority's. Cards carry nothing personal.</summary>
internal static class ListErasures
{
    private const int Most = 200;

    /// <summary>The subject's tag stays inside.</summary>
    public sealed record Summary(
        Guid Id, ErasureStatus Status, ErasureRequester Requester, DateOnly RequestedOn, DateOnly? EndedOn, long Version)
    {
        public static Summary Of(ErasureCard card) =>
            new(card.Id, card.Status, card.Requester, card.RequestedOn, card.EndedOn, card.Version);
    }

    public static void Map(RouteGroupBuilder erasures) =>
        erasures.MapGet("/", Handle).RequireAuthorization(Policies.RequestErasure).CarriesNothingPersonal()
            .WithSummary("Own requests to erase, or the authority's").Produces<IReadOnlyList<Summary>>();

    private static async Task<IReadOnlyList<Summary>> Handle(Caller caller, RegistrySessions sessions, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        IQueryable<ErasureCard> cards = session.Query<ErasureCard>();
        if (caller.Actor.Role is Role.Citizen)
        {
            if (caller.Actor.Subject is not { Value: var subject })
                return [];
            cards = cards.Where(card => card.Subject == subject);
        }
        var found = await cards.OrderByDescending(card => card.RequestedOn).ThenBy(card => card.Id).Take(Most).ToListAsync(token);
        return [.. found.Select(Summary.Of)];
    }
}
