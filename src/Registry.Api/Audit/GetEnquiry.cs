using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Domain.Identifiers;
using Registry.Domain.Sharing;
using Registry.Projections;
using Registry.Projections.Log;

namespace Registry.Api.Audit;

/// <summary>
/// What somebody asked of the accesses, and why: so that auditors can be audited; or what another department's system said that it asked for a
/// licence for. Recorded as well.
/// </summary>
internal static class GetEnquiry
{
    /// <param name="Actor">Who asked.</param>
    /// <param name="At">When; RFC 3339 in UTC.</param>
    /// <param name="Enquiry">Of a search of who looked at whom.</param>
    /// <param name="UseCause">Of a query by another department's system.</param>
    public sealed record Response(
        string Actor, string Role, string? Agency, DateTimeOffset At, Enquiry? Enquiry, UseCause? UseCause, Guid AccessEvent);

    public static void Map(RouteGroupBuilder audit) =>
        audit.MapGet("/searches/{id:guid}", Handle).RequireAuthorization(Policies.AuditLooks).RecordsAccess()
            .WithSummary("What an auditor or another department's system asked, and why; the reading is recorded 查看查询的理由")
            .Produces<Response>().ProducesProblem(StatusCodes.Status404NotFound);

    /// <param name="id">The access event of the search or query.</param>
    private static async Task<IResult> Handle(
        Guid id, Caller caller, RegistrySessions sessions, Disclosure disclosure, HttpResponse response, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var standing = await caller.StandingAsync();
        if (await session.Events.LoadAsync(id, token) is not { Data: AccessEvent.Searched or AccessEvent.Disclosed { Cause: not null } } fact)
            return await disclosure.NothingThereAsync(DataClass.Accesses, $"search/{id}");
        var by = EventMeta.Of(fact);
        var (enquired, said) = ((fact.Data as AccessEvent.Searched)?.Enquiry, (fact.Data as AccessEvent.Disclosed)?.Cause);
        var ruling = AccessPolicy.OnLooks(
            caller.Actor, standing, Uscc.TryParse(by.Agency, null, out var agency) ? agency : null,
            $"search/{id}", FieldTable.AuditNote);
        if (await disclosure.RecordAsync(ruling, enquired?.Subject ?? said!.Subject, DataClass.Accesses, $"search/{id}") is not { } receipt)
            return Problems.NotFound();
        var enquiry = enquired is null ? null : await disclosure.OpenAsync(receipt, enquired, token);
        var cause = said is null ? null : await disclosure.OpenAsync(receipt, said, token);
        if (enquiry is null && cause is null)
            return Problems.NotFound();
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Response(by.Actor, by.Role, by.Agency, fact.Timestamp, enquiry, cause, receipt.EventId));
    }
}
