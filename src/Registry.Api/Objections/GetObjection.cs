using Registry.Api.Access;
using Registry.Api.Authorities;
using Registry.Api.Commands;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Objections;
using Registry.Projections;
using Registry.Projections.Access;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Objections;
using Registry.Projections.Sharing;

namespace Registry.Api.Objections;

/// <summary>
/// An open objection for who may answer it: what the person wrote, and the access it is to. Nothing of what was looked at is
/// shown again. The person sees this reading too.
/// </summary>
internal static class GetObjection
{
    /// <param name="Access">As the person reads it.</param>
    /// <param name="Erased">Set where the person's data was erased since: nobody can read the reason any more.</param>
    /// <param name="AccessEvent">The event that recorded this reading.</param>
    public sealed record Response(ListObjections.Entry Objection, string? Reason, AccessLine Access, bool? Erased, Guid AccessEvent);

    public static void Map(RouteGroupBuilder objections) =>
        objections.MapGet("/{id}", Handle).RequireAuthorization(Policies.AnswerObjections).RecordsAccess()
            .WithSummary("One objection with its reason; the reading is recorded 查看异议").Produces<Response>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        ObjectionId id, Caller caller, RegistrySessions sessions, Disclosure disclosure, AccessSearch search, ReferenceStreams references, TimeProvider clock,
        HttpContext http, CancellationToken token)
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

        var access = await search.FindAsync(caller.Tenant, objection.Subject, objection.Access, token)
            ?? throw new InvalidOperationException("An access that was objected to is gone.");
        var reason = await disclosure.OpenAsync(receipt, objection.Reason, token);
        var inquiries = await LookingAgencies.OfAsync(session, [access], token);
        var grants = await SharingPurposes.OfAsync(session, [access], token);
        var directory = await references.DirectoryAsync(caller.Tenant, token);
        http.Response.Headers.ETag = IfMatch.ToETag(card.Version);
        return TypedResults.Ok(new Response(
            ListObjections.Entry.Of(card, clock.Today()), ruling.Show(FieldTable.Remarks, reason?.Text),
            AccessLine.Of(access, inquiries.Of(access), caller.Tenant, directory, http.Language(), grants, ObjectionMark.Of(card)),
            reason is null ? true : null, receipt.EventId));
    }
}
