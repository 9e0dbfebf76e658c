using Registry.Api.Access;
using Registry.Api.Commands;
using Registry.Api.Verification;

namespace Registry.Api.Pages.SignIn;

/// <summary>
/// Signing in on our own pages (OpenID Connect's authorization-code flow): for who comes with a plain browser, in which no app or portal has
/// put a token.
/// </summary>
internal static class SignInRoutes
{
    public const string Begin = "/my/signin";
    public const string ReturnField = "to";

    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<SignInTokens>();
        services.AddSingleton<SignInAuthority>();
        services.AddSingleton<SignInAttempts>();
    }

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").AllowAnonymous().WithMetadata(new LimitedPerClient()).ExcludeFromDescription();
        pages.MapGet(Begin, BeginSignIn.HandleAsync).CarriesNothingPersonal();
        pages.MapGet(SignInAuthority.Callback, TakeSignIn.HandleAsync).CarriesNothingPersonal();
    }

    /// <summary>The way to sign in and come back to the page that was asked for; how else one gets there where nobody signs in here.</summary>
    public static string Way(HttpContext http, string place)
    {
        if (!http.RequestServices.GetRequiredService<SignInAuthority>().IsOffered)
            return $"<p>{HtmlPage.Text("signin-elsewhere")}</p>";
        var address = Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(Begin, ReturnField, place);
        return $"""<p><a class="button" id="signin" href="{HtmlPage.Link(http, address)}">{HtmlPage.Text("signin")}</a></p>""";
    }

    /// <summary>A page that says why not, and how to begin anew.</summary>
    public static HtmlPage Refuse(HttpContext http, int status, string code, string place) =>
        HtmlPage.Refused(status, code, Problems.Text(code), Way(http, place));
}
