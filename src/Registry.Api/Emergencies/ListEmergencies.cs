using Marten;
using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Projections;
using Registry.Projections.Emergencies;

namespace Registry.Api.Emergencies;

/// <summary>The emergency accesses of an agency, for those who release them; all of them for auditors. Nothing personal.</summary>
internal static class ListEmergencies
{
    private const int Most = 200;

    /// <param name="Officer">Who asked; the second person is <paramref name="ReleasedBy"/>. Staff ids.</param>
    /// <param name="Until">The moment it ends by itself, or ended; null while nobody has released it.</param>
    /// <param name="EndedBy">Who ended it before its time.</param>
    public sealed record Entry(Guid Id, Guid Case, string Agency, string Officer, string? ReleasedBy, DateTimeOffset? Until, string? EndedBy, long Version);

    public static void Map(RouteGroupBuilder emergencies) =>
        emergencies.MapGet("/", Handle).RequireAuthorization(Policies.SeeEmergencies).CarriesNothingPersonal()
            .WithSummary("Emergency accesses, the unreleased first 应急查阅清单").Produces<IReadOnlyList<Entry>>();

    private static async Task<IResult> Handle(Caller caller, RegistrySessions sessions, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        IQueryable<EmergencyCard> cards = session.Query<EmergencyCard>();
        if (caller.Actor.Role is not Role.Auditor)
        {
            if (AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is not null
                || caller.Actor.Agency is not { Value: var agency })
                return TypedResults.Ok<IReadOnlyList<Entry>>([]);
            cards = cards.Where(card => card.Agency == agency);
        }
        var found = await cards.OrderByDescending(card => card.Until).Take(Most).ToListAsync(token);
        return TypedResults.Ok<IReadOnlyList<Entry>>([.. found.Select(card =>
            new Entry(card.Id, card.Case, card.Agency, card.Officer, card.ReleasedBy, card.Until, card.EndedBy, card.Version))]);
    }
}
