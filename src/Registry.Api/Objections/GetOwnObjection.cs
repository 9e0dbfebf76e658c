using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Objections;
using Registry.Projections;
using Registry.Projections.Objections;

namespace Registry.Api.Objections;

/// <summary>One of the person's own objections, with what they wrote and what they were answered.</summary>
internal static class GetOwnObjection
{
    /// <param name="AccessEvent">The event that recorded this reading.</param>
    public sealed record Response(ListOwnObjections.Entry Objection, string? Reason, string? Explanation, Guid AccessEvent);

    public static void Map(RouteGroupBuilder own) =>
        own.MapGet("/{id}", Handle).RequireAuthorization(Policies.OwnData).RecordsAccess().TakesDelegation()
            .WithSummary("One of my objections, with the answer 我的一件异议及答复").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    internal static async Task<IResult> Handle(
        ObjectionId id, Caller caller, RegistrySessions sessions, Disclosure disclosure, TimeProvider clock, HttpResponse response,
        CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var card = await session.LoadAsync<ObjectionCard>(id.Value, token);
        var objection = await session.Events.AggregateStreamAsync<Objection>(id.Value, token: token);
        var standing = await caller.StandingAsync();
        if (card is null || objection is null)
            return await disclosure.NothingThereAsync(DataClass.Objection, $"objection/{id}");
        var ruling = AccessPolicy.OnObjection(caller.Actor, objection, standing);
        if (await disclosure.RecordAsync(ruling, objection.Subject, DataClass.Objection, $"objection/{id}") is not { } receipt)
            return Problems.NotFound();

        var reason = await disclosure.OpenAsync(receipt, objection.Reason, token);
        var explanation = objection.Explanation is { } value ? await disclosure.OpenAsync(receipt, value, token) : null;
        response.Headers.ETag = IfMatch.ToETag(card.Version);
        return TypedResults.Ok(new Response(
            ListOwnObjections.Entry.Of(card, clock.Today()), ruling.Show(FieldTable.Remarks, reason?.Text),
            ruling.Show(FieldTable.Remarks, explanation?.Text), receipt.EventId));
    }
}
