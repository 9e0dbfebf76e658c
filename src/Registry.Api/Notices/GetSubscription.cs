using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Notices;
using Registry.Projections;
using Registry.Projections.Notices;

namespace Registry.Api.Notices;

/// <summary>What the signed-in person is told of; absent where they never subscribed.</summary>
internal static class GetSubscription
{
    /// <param name="Purposes">None for all but one's own looks.</param>
    public sealed record Response(Guid Id, bool IsOpen, IReadOnlyList<string> Purposes, long Version);

    public static void Map(RouteGroupBuilder notices) =>
        notices.MapGet("/subscription", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal()
            .WithSummary("My subscription to notices 我的通知订阅").Produces<Response>().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(Caller caller, RegistrySessions sessions, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        if (caller.Actor.Subject is not { } subject
            || await session.LoadAsync<SubscriptionCard>(SubscriptionId.Of(subject).Value, token) is not { } card)
            return Problems.NotFound();
        response.Headers.ETag = IfMatch.ToETag(card.Version);
        return TypedResults.Ok(new Response(card.Id, card.IsOpen, card.Purposes, card.Version));
    }
}
