using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Identity;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Projections.Access;

namespace Registry.Api.Access;

/// <summary>Who looked at my data: newest first, page by page, with agency, role, purpose and basis.</summary>
internal static class ListAccesses
{
    private const int Usual = 50;
    private const int Most = 200;

    private static readonly string[] Repeated = ["from", "to", "agency", "purpose", "resource", "refused", "limit", "culture"];

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/my/accesses", Handle).RequireAuthorization(Policies.OwnData).CarriesNothingPersonal().TakesDelegation()
            .WithTags("Access 访问记录")
            .WithSummary("Who looked at my data 谁查看了我的数据").WithDescription("Newest first; the header Link names the next page.")
            .Produces<IReadOnlyList<LookLine>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden);

    /// <param name="before">From the link to the next page.</param>
    /// <param name="limit">1 to 200; 50 without it.</param>
    private static async Task<IResult> Handle(
        [AsParameters] AccessQuery query, string? before, string? limit, Caller caller, Delegated delegated, LookLists lists, HttpContext http,
        CancellationToken token)
    {
        if (caller.Actor.Subject is null)
            return Problems.Of(StatusCodes.Status403Forbidden, "session-without-party");
        if (!query.TryRead(out var filter, out var field))
            return Problems.Invalid("request-malformed", field);
        var most = Usual;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > Most))
            return Problems.Invalid("request-malformed", "limit");
        var behind = before is null ? null : AccessCursor.Parse(before);
        if (before is not null && behind is null)
            return Problems.Invalid("request-malformed", "before");
        if (await delegated.SubjectAsync(DelegatedPurpose.ReadAccesses, DataClass.Accesses, "accesses") is not { } subject)
            return Problems.NotFound();

        var (lines, next) = await lists.ReadAsync(subject, filter, behind, most, token);
        if (next is not null)
            http.Response.Headers.Link = $"<{NextOf(http, next)}>; rel=\"next\"";
        return TypedResults.Ok(lines);
    }

    // What is not asked for here is not repeated: nobody knows what it is.
    private static string NextOf(HttpContext http, AccessCursor last) => QueryHelpers.AddQueryString(
        http.Request.Path, http.Request.Query.Where(one => Repeated.Contains(one.Key)).Append(new("before", last.ToString())));
}
