using Marten;
using Registry.Api.Access;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Projections;
using Registry.Projections.Audit;

namespace Registry.Api.Audit;

/// <summary>
/// The work list: findings that somebody must close, oldest first. All of the authority's for auditors, the agency's for its
/// data-protection officer; nobody's own.
/// </summary>
internal static class ListFindings
{
    private const int Most = 200;

    /// <param name="At">When the look was that brought it about.</param>
    /// <param name="AgeDays">Whole days since then.</param>
    public sealed record Entry(
        Guid Id, Guid Rule, int RuleVersion, AuditRuleKind Kind, string Officer, string? Agency, string At, int AgeDays, int Looks, long Version);

    public static void Map(RouteGroupBuilder findings) =>
        findings.MapGet("/", Handle).RequireAuthorization(Policies.AuditLooks).CarriesNothingPersonal()
            .WithSummary("Open findings, the oldest first, at most 200 待处理的审计发现").Produces<IReadOnlyList<Entry>>();

    private static async Task<IReadOnlyList<Entry>> Handle(
        Caller caller, RegistrySessions sessions, TimeProvider clock, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var own = caller.Actor.Id;
        var cards = session.Query<FindingCard>().Where(card => card.IsOpen && card.Officer != own);
        if (caller.Actor.Role is not Role.Auditor)
        {
            if (AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is not null
                || caller.Actor.Agency is not { Value: var agency })
                return [];
            cards = cards.Where(card => card.Agency == agency);
        }
        var found = await cards.OrderBy(card => card.At).ThenBy(card => card.Id).Take(Most).ToListAsync(token);
        var now = clock.GetUtcNow();
        return [.. found.Select(card => new Entry(
            card.Id, card.Rule, card.RuleVersion, card.Kind, card.Officer, card.Agency, card.At,
            (int)(now - DateTimeOffset.Parse(card.At, System.Globalization.CultureInfo.InvariantCulture)).TotalDays, card.Accesses.Count, card.Version))];
    }
}
