using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Audit;
using Registry.Projections;
using Registry.Projections.Audit;

namespace Registry.Api.Audit;

/// <summary>One finding, open or closed, with the access events it rests on. What was seen and of whom is asked for by a search.</summary>
internal static class GetFinding
{
    /// <param name="Accesses">The access events, oldest first; where they stand in the log is at <c>/log/{tenant}/event/{id}</c>.</param>
    public sealed record Response(
        Guid Id, Guid Rule, int RuleVersion, AuditRuleKind Kind, string Officer, string? Agency, string At, IReadOnlyList<Guid> Accesses,
        bool IsOpen, string? ClosedBy, FindingConclusion? Conclusion, long Version);

    public static void Map(RouteGroupBuilder findings) =>
        findings.MapGet("/{id}", Handle).RequireAuthorization(Policies.AuditLooks).CarriesNothingPersonal()
            .WithSummary("A finding 审计发现").Produces<Response>().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        FindingId id, Caller caller, RegistrySessions sessions, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        // All of it whatever comes of it: absent and forbidden take the same work.
        var card = await session.LoadAsync<FindingCard>(id.Value, token);
        var finding = await session.Events.AggregateStreamAsync<Finding>(id.Value, token: token);
        await caller.StandingAsync();
        if (card is null || finding is null || card.Officer == caller.Actor.Id || await Authority.OverFinding(caller)(finding) is null)
            return Problems.NotFound();
        response.Headers.ETag = IfMatch.ToETag(card.Version);
        return TypedResults.Ok(new Response(
            card.Id, card.Rule, card.RuleVersion, card.Kind, card.Officer, card.Agency, card.At, card.Accesses, card.IsOpen, card.ClosedBy,
            card.Conclusion, card.Version));
    }
}
