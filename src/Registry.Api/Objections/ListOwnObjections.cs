using Marten;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Domain.Objections;
using Registry.Projections;
using Registry.Projections.Objections;

namespace Registry.Api.Objections;

/// <summary>A person's own objections with what came of them. The texts are in each.</summary>
internal static class ListOwnObjections
{
    private const int Most = 200;

    /// <param name="Access">The access event.</param>
    /// <param name="Agency">Whose officer looked, and who answers if anybody there can; else, and where it is null, the authority does.</param>
    /// <param name="DueBy">The last day for an answer.</param>
    /// <param name="Overdue">That day has passed without one.</param>
    public sealed record Entry(
        Guid Id, Guid Access, string? Agency, ObjectionStatus Status, DateOnly RaisedOn, DateOnly DueBy, bool Overdue,
        ObjectionFinding? Finding, ObjectionMeasure? Measure, DateOnly? EndedOn, long Version)
    {
        public static Entry Of(ObjectionCard card, DateOnly today) => new(
            card.Id, card.Access, card.Agency, card.Status, card.RaisedOn, card.DueBy, card.IsOverdue(today), card.Finding, card.Measure,
            card.EndedOn, card.Version);
    }

    public static void Map(RouteGroupBuilder own) =>
        own.MapGet("/", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal().TakesDelegation()
            .WithSummary("My objections, the newest first 我的异议").Produces<IReadOnlyList<Entry>>()
            .ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<IResult> Handle(
        Caller caller, Delegated delegated, RegistrySessions sessions, TimeProvider clock, CancellationToken token)
    {
        if (caller.Actor.Subject is null)
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
        if (await delegated.SubjectAsync(DelegatedPurpose.ObjectToAccesses, DataClass.Objection, "objections") is not { Value: var subject })
            return Problems.NotFound();
        await using var session = sessions.Query(caller.Tenant);
        var cards = await session.Query<ObjectionCard>().Where(card => card.Subject == subject)
            .OrderByDescending(card => card.RaisedOn).ThenBy(card => card.Id).Take(Most).ToListAsync(token);
        return TypedResults.Ok(cards.Select(card => Entry.Of(card, clock.Today())).ToList());
    }
}
