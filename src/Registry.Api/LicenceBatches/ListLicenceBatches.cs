using Marten;
using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Projections;
using Registry.Projections.LicenceBatches;

namespace Registry.Api.LicenceBatches;

/// <summary>The batches of an officer's agency; all of them for auditors. Nothing personal.</summary>
internal static class ListLicenceBatches
{
    private const int Most = 200;

    public static void Map(RouteGroupBuilder batches) =>
        batches.MapGet("/", Handle).RequireAuthorization(Policies.SeeLicenceBatches).CarriesNothingPersonal()
            .WithSummary("Batches, the last proposed first 批次清单").Produces<IReadOnlyList<LicenceBatchCard>>();

    private static async Task<IResult> Handle(Caller caller, RegistrySessions sessions, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        IQueryable<LicenceBatchCard> cards = session.Query<LicenceBatchCard>();
        if (caller.Actor.Role is not Role.Auditor)
        {
            if (caller.Actor.Agency is not { } own || AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is not null)
                return TypedResults.Ok<IReadOnlyList<LicenceBatchCard>>([]);
            cards = cards.Where(card => card.Agency == own.Value);
        }
        return TypedResults.Ok(await cards.OrderByDescending(card => card.ProposedOn).ThenBy(card => card.Id).Take(Most).ToListAsync(token));
    }
}
