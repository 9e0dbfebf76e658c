using Registry.Api.Access.WhoLooked;

namespace Registry.Api.Pages.SignIn;

/// <summary>
/// The authority's answer, which a browser brings. Nothing of it is believed before it is known to answer what this very browser asked, once. Then the code
/// is redeemed, and the session's cookie set. Browsers send that cookie with no navigation that began on another site, redirects included (RFC 6265bis
/// section 5.2), so what follows is a page of ours that goes on by itself.
/// </summary>
internal static class TakeSignIn
{
    /// <summary>Seconds.</summary>
    public const string RetryAfter = "5";

    /// <param name="iss">Who answers (RFC 9207).</param>
    public static async Task<IResult> HandleAsync(
        string? state, string? code, string? error, string? iss, HttpContext http, SignInAuthority authority, SignInAttempts attempts, PageSessions sessions,
        CancellationToken token)
    {
        if (await attempts.TakeAsync(http, state) is not { } attempt)
            return SignInRoutes.Refuse(http, StatusCodes.Status400BadRequest, "signin-foreign", WhoLookedRoutes.Looks);
        try
        {
            if (!await authority.IsItsAnswerAsync(http, iss, token))
                return SignInRoutes.Refuse(http, StatusCodes.Status400BadRequest, "signin-foreign", attempt.Return);
            if (error is not null || code is null)
                return OnError(http, error, attempt.Return);
            if (await authority.RedeemAsync(http, code, attempt, token) is not { } access || !sessions.Keep(http, new(access, Delegation: null)))
                return SignInRoutes.Refuse(http, StatusCodes.Status400BadRequest, "signin-failed", attempt.Return);
        }
        catch (SignInUnavailableException)
        {
            return OnError(http, "temporarily_unavailable", attempt.Return);
        }
        return new HtmlPage(
            "signed-in-title", $"""<p><a id="go-on" href="{HtmlPage.Encode(attempt.Return)}">{HtmlPage.Text("signed-in-go-on")}</a></p>""", GoOnTo: attempt.Return);
    }

    // What it says besides (error_description) is for developers, and anybody's words.
    private static HtmlPage OnError(HttpContext http, string? error, string place)
    {
        switch (error)
        {
            case "access_denied":
                return SignInRoutes.Refuse(http, StatusCodes.Status403Forbidden, "signin-declined", place);
            case "temporarily_unavailable" or "server_error":
                http.Response.Headers.RetryAfter = RetryAfter;
                return SignInRoutes.Refuse(http, StatusCodes.Status503ServiceUnavailable, "signin-unavailable", place);
            default:
                return SignInRoutes.Refuse(http, StatusCodes.Status400BadRequest, "signin-failed", place);
        }
    }
}
