using System.Globalization;
using Marten;
using Marten.Linq.MatchesSql;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Projections;
using Registry.Projections.Audit;

namespace Registry.Api.Audit;

/// <summary>
/// Findings that somebody has closed, with what they were held to be. All of the authority's for auditors, the agency's for its
/// data-protection officer; nobody's own.
/// </summary>
internal static class ListClosedFindings
{
    private const int Usual = 50;
    private const int Most = 200;

    /// <param name="Rule">The rule that found it.</param>
    /// <param name="From">First day of the looks, as 2026-11-25, where the city is; <paramref name="To"/> the last.</param>
    /// <param name="Before">From the page before: its next.</param>
    /// <param name="Limit">1 to 200; 50 without it.</param>
    public sealed record Query(AuditRuleId? Rule, string? From, string? To, string? Before, string? Limit);

    /// <param name="At">When the look was that brought it about.</param>
    public sealed record Entry(
        Guid Id, Guid Rule, int RuleVersion, AuditRuleKind Kind, string Officer, string? Agency, string At, int Looks, string? ClosedBy,
        FindingConclusion? Conclusion, long Version);

    /// <param name="Next">To be sent as before for the next page; absent on the last.</param>
    public sealed record Response(IReadOnlyList<Entry> Findings, string? Next);

    public static void Map(RouteGroupBuilder findings) =>
        findings.MapGet("/closed", Handle).RequireAuthorization(Policies.AuditLooks).CarriesNothingPersonal()
            .WithSummary("Closed findings, by the time of the look, newest first 已办结的审计发现").Produces<Response>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> Handle(
        [AsParameters] Query query, Caller caller, RegistrySessions sessions, CancellationToken token)
    {
        if (!new AccessQuery(query.From, query.To, null, null, null, null).TryRead(out var days, out var field))
            return Problems.Invalid("request-malformed", field);
        var most = Usual;
        if (query.Limit is { } limit && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > Most))
            return Problems.Invalid("request-malformed", "limit");
        if (!TryPlace(query.Before, out var at, out var id))
            return Problems.Invalid("request-malformed", "before");

        await using var session = sessions.Query(caller.Tenant);
        var own = caller.Actor.Id;
        var cards = session.Query<FindingCard>().Where(card => !card.IsOpen && card.Officer != own);
        if (caller.Actor.Role is not Role.Auditor)
        {
            if (AccessPolicy.RefuseDuty(caller.Actor, await caller.StandingAsync()) is not null
                || caller.Actor.Agency is not { Value: var agency })
                return TypedResults.Ok(new Response([], Next: null));
            cards = cards.Where(card => card.Agency == agency);
        }
        if (query.Rule is { Value: var rule })
            cards = cards.Where(card => card.Rule == rule);
        if (days.From is { } from)
            cards = cards.Where(card => card.MatchesSql("d.data ->> 'at' >= ?", from));
        if (days.Until is { } until)
            cards = cards.Where(card => card.MatchesSql("d.data ->> 'at' < ?", until));
        if (at is not null)
            cards = cards.Where(card => card.MatchesSql("(d.data ->> 'at', d.id) < (?, ?)", at, id));
        var found = await cards.OrderByDescending(card => card.At).ThenByDescending(card => card.Id).Take(most + 1).ToListAsync(token);
        return TypedResults.Ok(new Response(
            [.. found.Take(most).Select(card => new Entry(
                card.Id, card.Rule, card.RuleVersion, card.Kind, card.Officer, card.Agency, card.At, card.Accesses.Count, card.ClosedBy,
                card.Conclusion, card.Version))],
            found.Count > most ? $"{found[most - 1].At}~{found[most - 1].Id:D}" : null));
    }

    private static bool TryPlace(string? text, out string? at, out Guid id)
    {
        (at, id) = (null, default);
        if (text is null)
            return true;
        if (text.Split('~') is not [{ Length: 24 } time, var last] || !Guid.TryParseExact(last, "D", out id))
            return false;
        at = time;
        return true;
    }
}
