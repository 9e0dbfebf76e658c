using Registry.Api.Pages;
using Registry.Api.Wallets;
using Registry.Domain.Delegations;

namespace Registry.Api.Access.WhoLooked;

/// <summary>For whom a person reads the pages, and leaving them.</summary>
internal static class ActingPage
{
    public const string Field = "delegation";

    /// <summary>Takes the choice into the session; whether the delegation is good is looked up for each page.</summary>
    public static async Task<IResult> TakeAsync(HttpContext http, PageSessions sessions)
    {
        var chosen = (await PageForms.FormOf(http))![Field].ToString();
        sessions.Keep(http, PageForms.SessionOf(http) with { Delegation = DelegationId.TryParse(chosen, null, out var delegation) ? delegation : null });
        return PageForms.BackTo(http, WhoLookedRoutes.Looks);
    }

    public static IResult LeaveAsync(HttpContext http)
    {
        PageSessions.Leave(http);
        return new HtmlPage("left-title", $"<p>{HtmlPage.Text("left")}</p>");
    }

    /// <summary>Of every page: where else one can go, and out.</summary>
    public static string Navigation(HttpContext http, PageForms forms) => $"""
        <nav aria-label="{HtmlPage.Text("pages")}"><a href="{HtmlPage.Link(http, WhoLookedRoutes.Looks)}">{HtmlPage.Text("looks-title")}</a>
        <a href="{HtmlPage.Link(http, WhoLookedRoutes.Notices)}">{HtmlPage.Text("notices-title")}</a>
        <a href="{HtmlPage.Link(http, TakingPage.Path)}">{HtmlPage.Text("taking-title")}</a>
        {forms.Button(http, WhoLookedRoutes.Leaving, "leave")}</nav>
        """;

    /// <summary>The delegation that was chosen does not let them: as from the API, it looks as if there were nothing, and there is a way back.</summary>
    public static HtmlPage NotCovered(HttpContext http, PageForms forms) => new("refused-title", $"""
        <p role="alert">{HtmlPage.Text("acting-not-covered")}</p>
        {forms.Button(http, WhoLookedRoutes.Acting, "acting-myself", PageForms.Hidden(Field, ""))}
        """, FormTargets: ["'self'"], Status: StatusCodes.Status404NotFound);
}
