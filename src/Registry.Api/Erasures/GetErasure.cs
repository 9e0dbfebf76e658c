using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Erasures;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Erasures;

namespace Registry.Api.Erasures;

/// <summary>One request to erase, with what was written for and against it: what an officer approves, and what the person was told.</summary>
internal static class GetErasure
{
    /// <param name="Reason">Of who asked.</param>
    /// <param name="Refusal">Why it was refused.</param>
    /// <param name="Erased">Set where the person's data was erased: nobody can read what was written any more.</param>
    /// <param name="AccessEvent">The event that recorded this reading.</param>
    public sealed record Response(ListErasures.Summary Erasure, string? Reason, string? Refusal, bool? Erased, Guid AccessEvent);

    public static void Map(RouteGroupBuilder erasures) =>
        erasures.MapGet("/{id}", Handle).RequireAuthorization(Policies.RequestErasure).RecordsAccess()
            .WithSummary("One request to erase, with its reason; the reading is recorded 查看删除请求").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        ErasureId id, Caller caller, RegistrySessions sessions, Disclosure disclosure, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var card = await session.LoadAsync<ErasureCard>(id.Value, token);
        var erasure = await session.Events.AggregateStreamAsync<Erasure>(id.Value, token: token);
        if (card is null || erasure is null)
            return await disclosure.NothingThereAsync(DataClass.Erasure, $"erasure/{id}");
        var ruling = AccessPolicy.OnErasure(caller.Actor, erasure);
        if (await disclosure.RecordAsync(ruling, erasure.Subject, DataClass.Erasure, $"erasure/{id}") is not { } receipt)
            return Problems.NotFound();

        // Read from the events: no decision needs what was written, so the state does not hold it.
        var facts = (await session.Events.FetchStreamAsync(id.Value, card.Version, token: token)).Select(fact => fact.Data).ToList();
        var (asked, refused) = (
            facts.OfType<ErasureEvent.Requested>().Single().Reason, facts.OfType<ErasureEvent.Refused>().SingleOrDefault()?.Reason);
        var (reason, refusal) = (await OpenAsync(asked), await OpenAsync(refused));
        response.Headers.ETag = IfMatch.ToETag(card.Version);
        return TypedResults.Ok(new Response(
            ListErasures.Summary.Of(card), ruling.Show(FieldTable.Remarks, reason?.Text), ruling.Show(FieldTable.Remarks, refusal?.Text),
            asked is not null && reason is null || refused is not null && refusal is null ? true : null, receipt.EventId));

        async Task<Remark?> OpenAsync(Personal<Remark>? text) =>
            text is null ? null : await disclosure.OpenAsync(receipt, text, token);
    }
}
