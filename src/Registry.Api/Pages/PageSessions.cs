using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Registry.Api.Hosting;
using Registry.Domain.Delegations;

namespace Registry.Api.Pages;

/// <summary>
/// Signed-in pages (ADR 42). The city's app or portal opens one with the person's token in the header, as it opens others, or the browser fetches
/// the token by signing in (<see cref="SignIn.TakeSignIn"/>); links and forms have no header, so the answer sets a cookie with the same token,
/// encrypted, for the pages alone. It ends when the token does, is good on any node, and nothing of it is kept here.
/// </summary>
internal sealed class PageSessions(RegistryRuntime runtime)
{
    /// <summary>The prefix binds it to this host, to https and to no path (RFC 6265bis section 4.1.3.2).</summary>
    public const string Cookie = "__Host-registry";

    private readonly SealedText cookie = new(runtime, "cookie", "registry/page-session/v1");
    private readonly byte[] formKey = SealedText.KeyOf(runtime, "form");

    /// <summary>For the bearer handler: a page's token is the header's, else the cookie's.</summary>
    public static Task ReadAsync(MessageReceivedContext context)
    {
        var http = context.HttpContext;
        if (IsPage(http) && http.RequestServices.GetRequiredService<PageSessions>().Of(http) is { } session)
        {
            http.Features.Set(session);
            context.Token = session.Token;
        }
        return Task.CompletedTask;
    }

    public static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<SignedInPage>() is not null;

    /// <summary>Lets the browser go on as it came. False for a token that is too long for a cookie: it stays in the header.</summary>
    public bool Keep(HttpContext http, PageSession session)
    {
        if (Open(http.Request.Cookies[Cookie]) == session)
            return true;
        if (Seal(session) is not { Length: <= SealedText.Longest } text)
            return false;
        http.Response.Cookies.Append(Cookie, text, Options());
        return true;
    }

    public static void Leave(HttpContext http) => http.Response.Cookies.Delete(Cookie, Options());

    /// <summary>What a form of this session carries, so that no other site can send one: it follows from the token and tells nothing of it.</summary>
    public string FormKey(PageSession session) => Base64Url.EncodeToString(HMACSHA256.HashData(formKey, Encoding.UTF8.GetBytes(session.Token)));

    public bool IsFormKey(PageSession session, string presented) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(FormKey(session)), Encoding.UTF8.GetBytes(presented));

    public string Seal(PageSession session) => cookie.Seal($"{session.Delegation}\n{session.Token}");

    /// <summary>Null for anything but what <see cref="Seal"/> wrote.</summary>
    public PageSession? Open(string? text)
    {
        if (cookie.Open(text)?.Split('\n', 2) is not [var chosen, var token])
            return null;
        return new(token, DelegationId.TryParse(chosen, null, out var delegation) ? delegation : null);
    }

    // A new token in the header begins anew: what somebody else chose before on this device does not go on.
    private PageSession? Of(HttpContext http)
    {
        var kept = Open(http.Request.Cookies[Cookie]);
        return http.Request.Headers.Authorization.ToString() switch
        {
            "" => kept,
            var header when header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && header["Bearer ".Length..].Trim() is { Length: > 0 } token =>
                kept?.Token == token ? kept : new(token, Delegation: null),
            _ => null,
        };
    }

    private static CookieOptions Options() => new() { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true };
}
