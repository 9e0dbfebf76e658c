using Marten;
using Registry.Api.Access;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Identifiers;
using Registry.Domain.Objections;
using Registry.Projections;
using Registry.Projections.Objections;

namespace Registry.Api.Objections;

/// <summary>
/// The open objections that the caller may answer: of the agency, or, for the authority's administrators, those that nobody in an agency
/// can. Nothing personal, and none to an access of the caller's own.
/// </summary>
internal static class ListObjections
{
    private const int Most = 200;

    /// <param name="Access">The access event.</param>
    /// <param name="Officer">Who looked; a staff id, as is <paramref name="TakenBy"/>.</param>
    /// <param name="DueBy">The last day for an answer.</param>
    /// <param name="Overdue">That day has passed.</param>
    public sealed record Entry(
        Guid Id, Guid Access, string? Agency, string Officer, ObjectionStatus Status, DateOnly RaisedOn, DateOnly DueBy, bool Overdue,
        string? TakenBy, long Version)
    {
        public static Entry Of(ObjectionCard card, DateOnly today) => new(
            card.Id, card.Access, card.Agency, card.Officer, card.Status, card.RaisedOn, card.DueBy, card.IsOverdue(today), card.TakenBy,
            card.Version);
    }

    public static void Map(RouteGroupBuilder objections) =>
        objections.MapGet("/", Handle).RequireAuthorization(Policies.AnswerObjections).CarriesNothingPersonal()
            .WithSummary("Objections to answer, the oldest due first 待答复的异议").Produces<IReadOnlyList<Entry>>();

    private static async Task<IReadOnlyList<Entry>> Handle(
        Caller caller, RegistrySessions sessions, TimeProvider clock, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var (self, agency) = (caller.Actor.Id, caller.Actor.Agency?.Value);
        var cards = session.Query<ObjectionCard>().Where(card => card.EndedOn == null && card.Officer != self);
        var standing = await caller.StandingAsync();
        if (standing.Protectors is { } protectors)
        {
            // Where an agency has several, one of them is not who looked.
            var answered = protectors.CountBy(one => one.Agency).Where(one => one.Value > 1).Select(one => one.Key.Value).ToArray();
            var (alone, officers) = (protectors.Select(one => one.Agency.Value).ToArray(), protectors.Select(one => one.Officer).ToArray());
            cards = cards.Where(card => card.Agency == null
                || !card.Agency.IsOneOf(alone) || !card.Agency.IsOneOf(answered) && card.Officer.IsOneOf(officers));
        }
        else if (AccessPolicy.RefuseDuty(caller.Actor, standing) is null)
            cards = cards.Where(card => card.Agency == agency);
        else
            return [];
        var found = await cards.OrderBy(card => card.DueBy).ThenBy(card => card.Id).Take(Most).ToListAsync(token);
        return [.. found.Where(IsForCaller).Select(card => Entry.Of(card, clock.Today()))];

        // The database narrows it to those of whom it may be so.
        bool IsForCaller(ObjectionCard card) =>
            standing.Protectors is null || standing.AnswersFor(Uscc.TryParse(card.Agency, null, out var code) ? code : null, card.Officer);
    }
}
