using Marten;
using Marten.Linq.MatchesSql;
using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Domain.Audit;
using Registry.Projections;
using Registry.Projections.Audit;

namespace Registry.Api.Audit;

/// <summary>By what looks are judged, and were. Nothing personal.</summary>
internal static class ListRules
{
    /// <param name="Versions">Oldest first, each with its first moment.</param>
    public sealed record Entry(Guid Id, IReadOnlyList<DatedTerms> Versions, DateTimeOffset? RetiredAt, long Version);

    /// <summary>As many as can be in force; those that were retired are further ones.</summary>
    private const int Most = AuditRuleDecider.MostInForce;

    public static void Map(RouteGroupBuilder rules) =>
        rules.MapGet("/", Handle).RequireAuthorization(Policies.SeeAuditRules).CarriesNothingPersonal()
            .WithSummary("The rules by which looks are judged, with all versions 审计规则清单")
            .WithDescription("200 at a time; the header Link names the next page.").Produces<IReadOnlyList<Entry>>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    /// <param name="after">From the link to the next page.</param>
    private static async Task<IReadOnlyList<Entry>> Handle(
        AuditRuleId? after, Caller caller, RegistrySessions sessions, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        IQueryable<AuditRuleCard> all = session.Query<AuditRuleCard>();
        if (after is { Value: var last })
            all = all.Where(card => card.MatchesSql("d.id > ?", last));
        var cards = await all.OrderBy(card => card.Id).Take(Most + 1).ToListAsync(token);
        if (cards.Count > Most)
            response.Headers.Link = $"</api/v1/audit/rules?after={cards[Most - 1].Id}>; rel=\"next\"";
        return [.. cards.Take(Most).Select(card => new Entry(card.Id, card.Versions, card.RetiredAt, card.Version))];
    }
}
