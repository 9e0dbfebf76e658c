using Marten;
using Marten.Linq.MatchesSql;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.LicenceBatches;
using Registry.Projections;
using Registry.Projections.LicenceBatches;

namespace Registry.Api.LicenceBatches;

/// <summary>The batches of an officer's agency; all of them for auditors. Nothing personal.</summary>
internal static class ListLicenceBatches
{
    private const int Most = 200;

    public static void Map(RouteGroupBuilder batches) =>
        batches.MapGet("/", Handle).RequireAuthorization(Policies.SeeLicenceBatches).CarriesNothingPersonal()
            .WithSummary("Batches, the last proposed first 批次清单")
            .WithDescription("200 at a time; the header Link names the next page.").Produces<IReadOnlyList<LicenceBatchCard>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    /// <param name="after">From the link to the next page.</param>
    private static async Task<IResult> Handle(
        LicenceBatchId? after, Caller caller, RegistrySessions sessions, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        IQueryable<LicenceBatchCard> cards = session.Query<LicenceBatchCard>();
        if (caller.Actor.Role is not Role.Auditor)
        {
            if (caller.Actor.Agency is not { } own || AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is not null)
                return TypedResults.Ok<IReadOnlyList<LicenceBatchCard>>([]);
            cards = cards.Where(card => card.Agency == own.Value);
        }
        if (after is { Value: var last })
        {
            // The day of a proposal never changes, so that its place in the list does not either. One that the caller does not see is none.
            if (await cards.Where(card => card.Id == last).SingleOrDefaultAsync(token) is not { ProposedOn: var on })
                return Problems.Invalid("request-malformed", "after");
            cards = cards.Where(card => card.ProposedOn < on || card.ProposedOn == on && card.MatchesSql("d.id > ?", last));
        }
        var found = await cards.OrderByDescending(card => card.ProposedOn).ThenBy(card => card.Id).Take(Most + 1).ToListAsync(token);
        if (found.Count > Most)
            response.Headers.Link = $"</api/v1/licence-batches?after={found[Most - 1].Id}>; rel=\"next\"";
        return TypedResults.Ok<IReadOnlyList<LicenceBatchCard>>([.. found.Take(Most)]);
    }
}
