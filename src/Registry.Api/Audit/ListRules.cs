using Marten;
using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Projections;
using Registry.Projections.Audit;

namespace Registry.Api.Audit;

/// <summary>By what looks are judged, and were. Nothing personal.</summary>
internal static class ListRules
{
    /// <param name="Versions">Oldest first, each with its first moment.</param>
    public sealed record Entry(Guid Id, IReadOnlyList<DatedTerms> Versions, DateTimeOffset? RetiredAt, long Version);

    public static void Map(RouteGroupBuilder rules) =>
        rules.MapGet("/", Handle).RequireAuthorization(Policies.SeeAuditRules).CarriesNothingPersonal()
            .WithSummary("The rules by which looks are judged, with all versions 审计规则清单").Produces<IReadOnlyList<Entry>>();

    private static async Task<IReadOnlyList<Entry>> Handle(Caller caller, RegistrySessions sessions, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var cards = await session.Query<AuditRuleCard>().OrderBy(card => card.Id).ToListAsync(token);
        return [.. cards.Select(card => new Entry(card.Id, card.Versions, card.RetiredAt, card.Version))];
    }
}
