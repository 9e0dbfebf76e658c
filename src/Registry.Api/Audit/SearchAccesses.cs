using Registry.Api.Access;
using Registry.Api.Authorities;
using Registry.Api.Commands;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Audit;
using Registry.Domain.Directory;
using Registry.Domain.Identifiers;
using Registry.Domain.Personal;
using Registry.Projections;
using Registry.Projections.Access;
using Registry.Projections.CovertInquiries;
using Registry.Projections.Personal;
using Registry.Projections.Sharing;

namespace Registry.Api.Audit;

/// <summary>
/// Who looked at whom, for a reason: by an auditor, or by an agency's data-protection officer about its own officers. The search is
/// itself an access of everybody on the page, committed first; what was asked and why is sealed in it.
/// </summary>
internal static class SearchAccesses
{
    private const int Usual = 50;
    private const int Most = 200;
    private const string Resource = "accesses/search";

    /// <param name="Reason">Why; sealed.</param>
    /// <param name="Actor">Who looked, as the identity provider names them.</param>
    /// <param name="Subject">Whose data; the code becomes a tag at once.</param>
    /// <param name="From">First day, as 2026-11-25, where the city is; <paramref name="To"/> the last.</param>
    /// <param name="WithoutCase">true for looks by staff whose step is no case, licence, objection, covert inquiry, sharing grant or batch; false for the others.</param>
    /// <param name="Refused">true for those that were refused; false for the others.</param>
    /// <param name="Before">From the page before: its next.</param>
    /// <param name="Limit">1 to 200; 50 without it.</param>
    public sealed record Request(
        string Reason, string? Actor = null, Uscc? Agency = null, PersonCode? Subject = null, string? Purpose = null, string? From = null,
        string? To = null, bool? WithoutCase = null, bool? Refused = null, string? Before = null, int? Limit = null);

    /// <param name="Next">To be sent as before for the next page; absent on the last.</param>
    /// <param name="AccessEvent">The event that recorded this search.</param>
    public sealed record Response(IReadOnlyList<AuditLine> Looks, string? Next, Guid AccessEvent);

    public static void Map(RouteGroupBuilder audit) =>
        audit.MapPost("/accesses/search", Handle).RequireAuthorization(Policies.AuditLooks).RecordsAccess()
            .WithSummary("Who looked at whom, newest first, for a reason; the search is recorded 查询访问记录")
            .Produces<Response>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> Handle(
        Request body, Caller caller, RegistrySessions sessions, SubjectVault vault, Disclosure disclosure, AccessSearch search,
        ReferenceStreams references, HttpContext http, CancellationToken token)
    {
        if (Reasons.Check(body.Reason) is { } wrong)
            return wrong;
        if (FaultOf(body) is { } fault)
            return Problems.Invalid("field-malformed", fault);
        // A data-protection officer who names no agency means the own one.
        var agency = body.Agency ?? caller.Actor.Agency;
        var query = new AccessQuery(body.From, body.To, agency?.Value, body.Purpose, Resource: null, Refused: null);
        if (!query.TryRead(out var filter, out var field))
            return Problems.Invalid("field-malformed", field);

        var subject = body.Subject?.Tag(vault);
        SubjectTag[] asked = subject is { } one ? [one] : [];
        var ruling = AccessPolicy.OnLooks(caller.Actor, await caller.StandingAsync(), agency, Resource, FieldTable.Looks);
        if (ruling.Refusal is not null)
        {
            await disclosure.RecordAsync(ruling, asked, DataClass.Accesses, Resource);
            return Problems.NotFound();
        }

        filter = filter with
        {
            Actor = body.Actor,
            WithoutCase = body.WithoutCase,
            Refused = body.Refused,
            // Auditors see covert looks at once (ADR 20); an agency's own data-protection officer does not.
            Covert = caller.Actor.Role is Role.Auditor,
        };
        var most = body.Limit ?? Usual;
        var behind = body.Before is { } before ? AccessCursor.Parse(before) : null;
        var records = await search.ReadAsync(caller.Tenant, subject, filter, seals: null, behind, most + 1, token).ToListAsync(token);
        var next = records.Count > most ? AccessCursor.Of(records[most - 1]).ToString() : null;
        var page = records.Take(most).ToList();

        // That there is nobody is an answer too: whoever was asked for is named, found or not.
        var receipt = await disclosure.RecordAsync(
            ruling, [.. page.Select(record => new SubjectTag(record.Subject)).Union(asked)], DataClass.Accesses, Resource,
            Personal<Enquiry>.Of(vault.TagOfStaff(caller.Tenant, caller.Actor.Id), EnquiryOf(body, subject)));
        var directory = await references.DirectoryAsync(caller.Tenant, token);
        await using var session = sessions.Query(caller.Tenant);
        var inquiries = await LookingAgencies.OfAsync(session, page, token);
        var grants = await SharingPurposes.OfAsync(session, page, token);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new Response(
            [.. page.Select(record => AuditLine.Of(record, inquiries, grants, caller.Tenant, directory, http))], next, receipt!.EventId));
    }

    private static string? FaultOf(Request body) =>
        body.Actor is { } actor && !OfficerId.IsOfficer(actor) ? "actor"
        : body.Subject is { IsWellFormed: false } ? "subject.code"
        : body.Purpose is { } purpose && !(purpose.Length is > 0 and <= 64 && purpose.All(c => char.IsAsciiLetterLower(c) || c is '-'))
            ? "purpose"
        : body.Before is { } before && AccessCursor.Parse(before) is null ? "before"
        : body.Limit is < 1 or > Most ? "limit"
        : null;

    private static Enquiry EnquiryOf(Request body, SubjectTag? subject) => new(
        body.Reason, body.Actor, body.Agency?.Value, subject, body.Purpose, body.From, body.To, body.WithoutCase, body.Refused, body.Before);
}
