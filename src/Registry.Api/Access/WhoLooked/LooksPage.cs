using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Registry.Api.Authorities;
using Registry.Api.Delegations;
using Registry.Api.Hosting;
using Registry.Api.Identity;
using Registry.Api.Pages;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Domain.Directory;
using Registry.Projections.Access;

namespace Registry.Api.Access.WhoLooked;

/// <summary>The list: newest first, by day and agency, a page at a time, with what is sealed counted, and the ways to take it along.</summary>
internal static class LooksPage
{
    private const int AtOnce = 20;

    /// <param name="before">From the link to the next page.</param>
    public static async Task<IResult> HandleAsync(
        string? from, string? to, string? agency, string? before, HttpContext http, Caller caller, Delegated delegated, LookLists lists, LookDetails details,
        PageForms forms, ActingChoice acting, ReferenceStreams references, CancellationToken token)
    {
        if (caller.Actor.Subject is null)
            return HtmlPage.Refusal(StatusCodes.Status403Forbidden, "session-without-party");
        // A form's empty fields ask for nothing.
        var query = new AccessQuery(NullIfEmpty(from), NullIfEmpty(to), NullIfEmpty(agency), Purpose: null, Resource: null, Refused: null);
        var behind = before is null ? null : AccessCursor.Parse(before);
        if (!query.TryRead(out var filter, out _) || before is not null && behind is null)
            return HtmlPage.Refusal(StatusCodes.Status400BadRequest, "page-filter-malformed");
        if (await delegated.SubjectAsync(DelegatedPurpose.ReadAccesses, DataClass.Accesses, "accesses") is not { } subject)
            return ActingPage.NotCovered(http, forms);

        var (lines, next) = await lists.ReadAsync(subject, filter, behind, AtOnce, token);
        var directory = await references.DirectoryAsync(caller.Tenant, token);
        var articles = await details.OfAsync(lines, http, token);
        return new HtmlPage("looks-title", $"""
            {ActingPage.Navigation(http, forms)}
            {await acting.FormAsync(http, forms, token)}
            {Sealed(behind is null ? await lists.SealedAsync(subject, token) : [])}
            {Filter(http, query, directory)}
            {(lines.Count == 0 ? $"<p>{HtmlPage.Text("looks-none")}</p>" : $"<ol>{string.Concat(articles)}</ol>")}
            {Paging(http, query, behind is not null, next)}
            {Exports(http, query)}
            """, FormTargets: ["'self'"]);
    }

    private static string Sealed(IReadOnlyList<(string AuthorityText, DateOnly ReleaseOn, long Count)> slots) => slots.Count == 0 ? "" : $"""
        <section class="note sealed" id="sealed"><h2>{HtmlPage.Text("looks-sealed-title")}</h2><p>{HtmlPage.Text("looks-sealed-hint")}</p>
        <ul>{string.Concat(slots.Select(slot => $"<li>{HtmlPage.Text("looks-sealed", slot.AuthorityText, slot.Count, Day(slot.ReleaseOn))}</li>"))}</ul></section>
        """;

    private static string Filter(HttpContext http, AccessQuery query, AuthorityDirectory? directory) => $"""
        <form method="get" action="{WhoLookedRoutes.Looks}" class="row">
        <label>{HtmlPage.Text("looks-from")} <input type="date" name="from" value="{HtmlPage.Encode(query.From ?? "")}"></label>
        <label>{HtmlPage.Text("looks-to")} <input type="date" name="to" value="{HtmlPage.Encode(query.To ?? "")}"></label>
        <label>{HtmlPage.Text("looks-agency")} <select name="agency"><option value="">{HtmlPage.Text("looks-agency-any")}</option>
        {string.Concat((directory?.Agencies.Values ?? []).OrderBy(one => one.Code.Value, StringComparer.Ordinal).Select(one => Option(http, one, query.Agency)))}
        </select></label>
        {Culture(http)}<button>{HtmlPage.Text("looks-filter")}</button>
        </form>
        """;

    private static string Option(HttpContext http, Agency agency, string? chosen) =>
        $"""<option value="{agency.Code}"{(agency.Code.Value == chosen ? " selected" : "")}>{HtmlPage.Encode(agency.Name.In(http.Language()))}</option>""";

    private static string Culture(HttpContext http) =>
        http.Request.Query["culture"].ToString() is "en" or "zh-CN" ? PageForms.Hidden("culture", http.Request.Query["culture"].ToString()) : "";

    private static string Paging(HttpContext http, AccessQuery query, bool isLater, AccessCursor? next) =>
        $"""
        <nav aria-label="{HtmlPage.Text("looks-pages")}">{(isLater ? Anchor(http, query, "", "looks-newest") : "")}
        {(next is null ? "" : Anchor(http, query, "", "looks-older", ("before", next.ToString())))}</nav>
        """;

    private static string Exports(HttpContext http, AccessQuery query) =>
        $"""
        <section><h2>{HtmlPage.Text("looks-take")}</h2><p>{HtmlPage.Text("looks-take-hint")}</p><nav>
        {Anchor(http, query, "/export", "looks-csv", ("format", "csv"))} {Anchor(http, query, "/export", "looks-json", ("format", "json"))}
        {Anchor(http, new(null, null, null, null, null, null), "/evidence", "looks-bundle", ("scope", "person"))}</nav></section>
        """;

    private static string Anchor(HttpContext http, AccessQuery query, string path, string text, params (string Name, string Value)[] more)
    {
        (string Name, string? Value)[] narrowing = [("from", query.From), ("to", query.To), ("agency", query.Agency), .. more];
        var address = QueryHelpers.AddQueryString(
            WhoLookedRoutes.Looks + path, narrowing.Where(one => one.Value is not null).Select(one => KeyValuePair.Create(one.Name, one.Value)));
        return $"""<a href="{HtmlPage.Link(http, address)}">{HtmlPage.Text(text)}</a>""";
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
