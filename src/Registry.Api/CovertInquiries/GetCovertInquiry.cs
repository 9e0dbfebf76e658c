using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.CovertInquiries;
using Registry.Projections;
using Registry.Projections.CovertInquiries;

namespace Registry.Api.CovertInquiries;

/// <summary>
/// What a covert inquiry rests on, for who asked for it and for the second person, who is to judge it. The person has a sealed line of
/// this reading, as of each look under it.
/// </summary>
internal static class GetCovertInquiry
{
    /// <param name="Warrant">The number of the order or letter.</param>
    /// <param name="ExtensionReason">Why a later day was asked for, the last time.</param>
    /// <param name="Erased">Set where the person's data was erased since: nobody can read what was written any more.</param>
    /// <param name="AccessEvent">The event that recorded this reading.</param>
    public sealed record Response(
        ListCovertInquiries.Entry Inquiry, string? Warrant, string? Reason, string? ExtensionReason, bool? Erased, Guid AccessEvent);

    public static void Map(RouteGroupBuilder inquiries) =>
        inquiries.MapGet("/{id}", Handle).RequireAuthorization(Policies.ReadCovertInquiries).RecordsAccess()
            .WithSummary("One covert inquiry with warrant and reason; the reading is recorded and sealed 查看秘密查询的依据")
            .Produces<Response>().ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        CovertInquiryId id, Caller caller, RegistrySessions sessions, Disclosure disclosure, TimeProvider clock, HttpResponse response,
        CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var standing = await caller.StandingAsync();
        var card = await session.LoadAsync<CovertInquiryCard>(id.Value, token);
        var inquiry = await session.Events.AggregateStreamAsync<CovertInquiry>(id.Value, token: token);
        // A refusal is about nobody: in the open it would tell the person, and under the seal it would be laid to this agency.
        if (card is null || inquiry is null
            || AccessPolicy.OnCovertInquiry(caller.Actor, inquiry, standing, clock.Today()) is not { Refusal: null } ruling
            || await disclosure.RecordAsync(ruling, inquiry.Subject, DataClass.CovertInquiry, $"covert-inquiry/{id}") is not { } receipt)
            return await disclosure.NothingThereAsync(DataClass.CovertInquiry, $"covert-inquiry/{id}");

        // Read from the events: no decision needs what was written, so the state does not hold it.
        var facts = (await session.Events.FetchStreamAsync(id.Value, card.Version, token: token)).Select(fact => fact.Data).ToList();
        var asked = facts.OfType<CovertInquiryEvent.ExtensionRequested>().LastOrDefault()?.Reason;
        var cause = await disclosure.OpenAsync(receipt, facts.OfType<CovertInquiryEvent.Requested>().Single().Cause, token);
        var extension = asked is null ? null : await disclosure.OpenAsync(receipt, asked, token);
        response.Headers.ETag = IfMatch.ToETag(card.Version);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Response(
            ListCovertInquiries.Entry.Of(card), cause?.Warrant, cause?.Reason, extension?.Text, cause is null ? true : null, receipt.EventId));
    }
}
