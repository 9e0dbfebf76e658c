using Microsoft.AspNetCore.WebUtilities;
using Registry.Api.Pages;
using Registry.Api.Pages.SignIn;

namespace Registry.Api.Identity;

/// <summary>The development identity provider's page: who of the demonstration's people one wants to be. There are no passwords.</summary>
internal static class DevelopmentPage
{
    public const string Field = "person";

    /// <summary>Who does not want to sign in.</summary>
    public const string Nobody = "nobody";

    /// <summary>Whether an answer goes to this server's callback: at the name by which it was asked, or another of this machine.</summary>
    public static bool IsOurs(HttpRequest request, string? redirect) =>
        Uri.TryCreate(redirect, UriKind.Absolute, out var uri) && uri is { AbsolutePath: SignInAuthority.Callback, Query: "", Fragment: "", UserInfo: "" }
        && (uri.IsLoopback || uri.Authority == request.Host.Value);

    public static Task Of(HttpContext http) => new HtmlPage("development-title", $"""
        <p>{HtmlPage.Text("development-hint")}</p>
        <ul>{string.Concat(DevelopmentPeople.All.Select(one => $"<li>{Link(http, one.Key)} {HtmlPage.Encode(one.Value.PartyName ?? one.Value.Role)}</li>"))}</ul>
        <p>{Link(http, Nobody)}</p>
        """).ExecuteAsync(http);

    private static string Link(HttpContext http, string person)
    {
        var address = QueryHelpers.AddQueryString(http.Request.Path + http.Request.QueryString, Field, person);
        return $"""<a href="{HtmlPage.Encode(address)}">{person}</a>""";
    }
}
