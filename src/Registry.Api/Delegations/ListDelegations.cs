using Marten;
using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Delegations;
using Registry.Projections;
using Registry.Projections.Delegations;

namespace Registry.Api.Delegations;

/// <summary>The delegations that the signed-in person has given and has been given. Nobody is named: nothing of it is in clear.</summary>
internal static class ListDelegations
{
    private const int Most = 200;

    /// <param name="Given">True for one that lets another act for me, false for one that lets me act for another.</param>
    /// <param name="IsOpen">Whether it can be used today.</param>
    public sealed record Entry(
        Guid Id, bool Given, DelegationKind Kind, IReadOnlyList<DelegatedPurpose> Purposes, DateOnly GrantedOn, DateOnly Until,
        DateOnly? RevokedOn, bool IsOpen, long Version);

    public static void Map(RouteGroupBuilder delegations) =>
        delegations.MapGet("/", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal()
            .WithSummary("My delegations, given and received")
            .Produces<IReadOnlyList<Entry>>().ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<IResult> Handle(
        Caller caller, RegistrySessions sessions, TimeProvider clock, CancellationToken token)
    {
        if (caller.Actor.Subject is not { Value: var subject })
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
        await using var session = sessions.Query(caller.Tenant);
        var cards = await session.Query<DelegationCard>().Where(card => card.Principal == subject || card.Delegate == subject)
            .OrderByDescending(card => card.Until).Take(Most).ToListAsync(token);
        var today = clock.Today();
        return TypedResults.Ok(cards.Select(card => new Entry(
            card.Id, card.Principal == subject, card.Kind, card.Purposes, card.GrantedOn, card.Until, card.RevokedOn,
            card.RevokedOn is null && today <= card.Until, card.Version)).ToList());
    }
}
