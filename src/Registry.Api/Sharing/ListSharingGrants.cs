using Marten;
using Marten.Linq.MatchesSql;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain;
using Registry.Domain.Access;
using Registry.Domain.Log;
using Registry.Domain.Sharing;
using Registry.Projections;
using Registry.Projections.Access;
using Registry.Projections.Sharing;

namespace Registry.Api.Sharing;

/// <summary>The grants that an agency has given and been given; all of them for auditors. Nothing personal.</summary>
internal static class ListSharingGrants
{
    private const int Most = 200;

    /// <param name="Owner">The agency whose licences they are.</param>
    /// <param name="BasisText">Statute and article.</param>
    /// <param name="Until">The last day.</param>
    /// <param name="ProposedBy">Staff id, as the two that follow; for the owner's officers and auditors.</param>
    /// <param name="IsRevoked">Whether it was taken back before its last day.</param>
    /// <param name="MostADay">Looks under it on one day; absent where they are not bounded, as the two that follow.</param>
    /// <param name="UsedToday">Looks had since the day began (UTC+8), over all officers and servers.</param>
    /// <param name="LeftToday">Looks that can still be had on this day, if the grant holds.</param>
    public sealed record Entry(
        Guid Id, string Owner, string Recipient, string Type, IReadOnlyList<string> Fields, SharingBasis Basis, string BasisText,
        LocalText Purpose, DateOnly From, DateOnly Until, string? ProposedBy, string? ApprovedBy, string? RevokedBy, bool IsRevoked, int? MostADay, long? UsedToday,
        long? LeftToday, long Version)
    {
        public static Entry Of(SharingGrantCard card, bool staff, long used) => new(
            card.Id, card.Owner, card.Recipient, card.Type, card.Fields, card.Basis, SharingBases.TextOf(card.Basis), card.Purpose, card.From,
            card.Until, staff ? card.ProposedBy : null, staff ? card.ApprovedBy : null, staff ? card.RevokedBy : null,
            card.RevokedBy is not null, card.MostADay, card.MostADay is null ? null : used,
            card.MostADay is { } most ? Math.Max(0, most - used) : null, card.Version);
    }

    public static void Map(RouteGroupBuilder grants) =>
        grants.MapGet("/", Handle).RequireAuthorization(Policies.SeeSharing).CarriesNothingPersonal()
            .WithSummary("Sharing grants, the last to end first 共享授权清单")
            .WithDescription("200 at a time; the header Link names the next page.").Produces<IReadOnlyList<Entry>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    /// <param name="after">From the link to the next page.</param>
    private static async Task<IResult> Handle(
        SharingGrantId? after, Caller caller, RegistrySessions sessions, LooksHad looks, TimeProvider clock, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        IQueryable<SharingGrantCard> cards = session.Query<SharingGrantCard>();
        var everywhere = caller.Actor.Role is Role.Auditor;
        var own = caller.Actor.Agency?.Value;
        if (!everywhere)
        {
            if (own is null || AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is not null)
                return TypedResults.Ok<IReadOnlyList<Entry>>([]);
            // What its own agency has not agreed to yet is nothing to the other.
            cards = cards.Where(card => card.Owner == own || card.Recipient == own && card.ApprovedBy != null);
        }
        if (after is { Value: var last })
        {
            // A grant's last day never changes, so that its place in the list does not either. One that the caller does not see is none.
            if (await cards.Where(card => card.Id == last).SingleOrDefaultAsync(token) is not { Until: var until })
                return Problems.Invalid("request-malformed", "after");
            cards = cards.Where(card => card.Until < until || card.Until == until && card.MatchesSql("d.id > ?", last));
        }
        var found = await cards.OrderByDescending(card => card.Until).ThenBy(card => card.Id).Take(Most + 1).ToListAsync(token);
        if (found.Count > Most)
            response.Headers.Link = $"</api/v1/sharing-grants?after={found[Most - 1].Id}>; rel=\"next\"";
        var used = await looks.SinceAsync(
            caller.Tenant, [.. found.Where(card => card.MostADay is not null).Select(StepOf)], LogEntry.TimeText(Shanghai.StartOf(clock.Today())), token);
        return TypedResults.Ok<IReadOnlyList<Entry>>([.. found.Take(Most).Select(
            card => Entry.Of(card, everywhere || card.Owner == own, used.GetValueOrDefault(StepOf(card))))]);
    }

    private static string StepOf(SharingGrantCard card) => SharedSight.StepStart + card.Id.ToString("D");
}
