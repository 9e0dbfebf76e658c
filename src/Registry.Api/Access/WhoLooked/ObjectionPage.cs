using System.Globalization;
using Registry.Api.Commands;
using Registry.Api.Delegations;
using Registry.Api.Identity;
using Registry.Api.Objections;
using Registry.Api.Pages;
using Registry.Domain.Access;
using Registry.Domain.Delegations;
using Registry.Domain.Objections;
using Registry.Projections;
using Registry.Projections.Access;
using Registry.Projections.Objections;

namespace Registry.Api.Access.WhoLooked;

/// <summary>
/// An objection: what it is to, the reason, everything once more to check, and only then raised. The same address says afterwards what has
/// become of it. Under a delegation it needs both the reading of accesses and the objecting.
/// </summary>
internal sealed class ObjectionPage(
    HttpContext http, Guid access, LookLine line, LookDetails details, PageForms forms, RegistrySessions sessions, Caller caller)
{
    private const string ReasonField = "reason";
    private const string StepField = "step";
    private const string Confirmed = "confirmed";
    private const string Again = "again";

    public static async Task<IResult> AskAsync(
        Guid access, HttpContext http, Caller caller, Delegated delegated, LookLists lists, LookDetails details, PageForms forms, RegistrySessions sessions,
        CancellationToken token)
    {
        var (page, refusal) = await BeginAsync(access, http, caller, delegated, lists, details, forms, sessions, token);
        return page is null ? refusal! : await page.FormAsync(reason: "", error: null, token);
    }

    public static async Task<IResult> TakeAsync(
        Guid access, HttpContext http, CommandRunner commands, Delegated delegated, LookLists lists, LookDetails details, PageForms forms,
        RegistrySessions sessions, AccessSearch search, TimeProvider clock, CancellationToken token)
    {
        var (page, none) = await BeginAsync(access, http, commands.Caller, delegated, lists, details, forms, sessions, token);
        if (page is null)
            return none!;
        var form = (await PageForms.FormOf(http))!;
        // As browsers send it; line breaks are kept as everywhere else.
        var reason = form[ReasonField].ToString().ReplaceLineEndings("\n").Trim();
        if (Reasons.Check(reason) is not null)
            return await page.FormAsync(reason, Problems.Text("reason-malformed"), token);
        if (form[StepField] == Again)
            return await page.FormAsync(reason, error: null, token);
        if (form[StepField] != Confirmed)
            return await page.CheckAsync(reason, token);
        var refusal = await forms.OnceAsync(
            http, () => RaiseObjection.Handle(new(access, reason), commands, delegated, search, clock, token));
        return refusal is null ? PageForms.BackTo(http, page.Path) : await page.FormAsync(reason, refusal, token);
    }

    private string Path => $"{WhoLookedRoutes.Looks}/{access}/objection";

    private static async Task<(ObjectionPage? Page, IResult? Refusal)> BeginAsync(
        Guid access, HttpContext http, Caller caller, Delegated delegated, LookLists lists, LookDetails details, PageForms forms, RegistrySessions sessions,
        CancellationToken token)
    {
        if (caller.Actor.Subject is null)
            return (null, HtmlPage.Refusal(StatusCodes.Status403Forbidden, "session-without-party"));
        if (await delegated.SubjectAsync(DelegatedPurpose.ReadAccesses, DataClass.Accesses, "accesses") is not { } subject)
            return (null, ActingPage.NotCovered(http, forms));
        return await lists.FindAsync(subject, access, token) is { } line
            ? (new(http, access, line, details, forms, sessions, caller), null)
            : (null, HtmlPage.Refusal(StatusCodes.Status404NotFound, "not-found"));
    }

    private async Task<HtmlPage> FormAsync(string reason, string? error, CancellationToken token)
    {
        if (line is not AccessLine { Objection: var mark })
            return await PageAsync($"<p>{HtmlPage.Text("objection-sealed")}</p>", token);
        if (error is null && mark is { Status: ObjectionStatus.Raised or ObjectionStatus.Taken })
            return await PageAsync(await StateAsync(mark, token), token);
        return await PageAsync($"""
            {(mark is { Status: ObjectionStatus.Answered } ? Explanation() : "")}
            {(error is null ? "" : $"<p role=\"alert\" id=\"error\">{HtmlPage.Encode(error)}</p>")}
            <form method="post" action="{HtmlPage.Link(http, Path)}">{forms.Hidden(http)}
            <label for="reason">{HtmlPage.Text("objection-reason")}</label>
            <p id="hint">{HtmlPage.Text("objection-hint")}</p>
            <textarea id="reason" name="{ReasonField}" rows="6" maxlength="{Reasons.Longest}" required aria-describedby="hint">{HtmlPage.Encode(reason)}</textarea>
            <p><button>{HtmlPage.Text("objection-go-on")}</button></p></form>
            """, token, error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    // Reading it is an access, as from the API: only who asks has it.
    private string Explanation() =>
        $"""<p><a id="explanation" href="{HtmlPage.Link(http, $"{Path}/answer")}">{HtmlPage.Text("answer-read")}</a></p><h2>{HtmlPage.Text("answer-again")}</h2>""";

    private Task<HtmlPage> CheckAsync(string reason, CancellationToken token) => PageAsync($"""
        <h2>{HtmlPage.Text("objection-check")}</h2><dl>{HtmlPage.Row("objection-reason", reason)}</dl><p>{HtmlPage.Text("objection-then")}</p>
        <div class="row">{Way(reason, Confirmed, "objection-confirm")}{Way(reason, Again, "objection-change")}</div>
        """, token);

    // The reason goes from form to form in the body, never in the address.
    private string Way(string reason, string step, string text) => forms.Button(
        http, Path, text, PageForms.Hidden(ReasonField, reason) + PageForms.Hidden(StepField, step));

    private async Task<string> StateAsync(ObjectionMark mark, CancellationToken token)
    {
        await using var session = sessions.Query(caller.Tenant);
        var card = await session.LoadAsync<ObjectionCard>(mark.Id, token);
        return $"""
            <section class="note" role="status" id="raised"><h2>{HtmlPage.Text("objection-raised-title")}</h2><dl>
            {HtmlPage.Row("objection-number", mark.Id.ToString())}
            {(card is null ? "" : HtmlPage.Row("objection-due", card.DueBy.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}
            </dl><p>{HtmlPage.Text("objection-then")}</p></section>
            """;
    }

    private async Task<HtmlPage> PageAsync(string body, CancellationToken token, int status = StatusCodes.Status200OK) => new("objection-title", $"""
        {ActingPage.Navigation(http, forms)}
        <ol>{string.Concat(await details.OfAsync([line], http, token, withWays: false))}</ol>
        {body}
        """, FormTargets: ["'self'"], Status: status);
}
