using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Registry.Api.Commands;
using Registry.Api.Identity;

namespace Registry.Api.Pages;

/// <summary>
/// Forms of signed-in pages. Each carries the session's form key, without which nothing is read of it, and a key of its own, so that a form
/// that is sent twice does once what it says (invariants I9, I10).
/// </summary>
internal sealed class PageForms(PageSessions sessions, IdempotencyStore store, Caller caller)
{
    private const string KeyField = "key";
    private const string OnceField = "once";

    /// <summary>The hidden fields that every form begins with.</summary>
    public string Hidden(HttpContext http) => $"""{HiddenKey(http)}{Hidden(OnceField, Guid.NewGuid().ToString("N"))}""";

    /// <summary>That of a form which is good once by itself.</summary>
    public string HiddenKey(HttpContext http) => Hidden(KeyField, sessions.FormKey(SessionOf(http)));

    public static string Hidden(string name, string value) => $"""<input type="hidden" name="{name}" value="{HtmlPage.Encode(value)}">""";

    /// <summary>A form by its one button.</summary>
    /// <param name="text">Name of the button's text.</param>
    public string Button(HttpContext http, string path, string text, string fields = "") =>
        $"""<form method="post" action="{HtmlPage.Link(http, path)}">{Hidden(http)}{fields}<button>{HtmlPage.Text(text)}</button></form>""";

    /// <summary>
    /// Of all pages' routes: whoever came with a header is given the cookie, and what is no form of this session goes no further. A browser
    /// says where a form comes from (Fetch Metadata); that is asked besides, not instead, for old ones say nothing.
    /// </summary>
    public static async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var sessions = http.RequestServices.GetRequiredService<PageSessions>();
        var session = SessionOf(http);
        if (HttpMethods.IsGet(http.Request.Method))
        {
            sessions.Keep(http, session);
            return await PageProblems.FilterAsync(context, next);
        }
        return await FormOf(http) is { } form && IsOf(http, sessions, session, form)
            ? await PageProblems.FilterAsync(context, next)
            : HtmlPage.Refusal(StatusCodes.Status403Forbidden, "page-form-foreign");
    }

    /// <summary>Whether a form is of the session that it comes with.</summary>
    public bool IsOurs(HttpContext http, IFormCollection form) =>
        http.Features.Get<PageSession>() is { } session && IsOf(http, sessions, session, form);

    private static bool IsOf(HttpContext http, PageSessions sessions, PageSession session, IFormCollection form) =>
        http.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" && sessions.IsFormKey(session, form[KeyField].ToString());

    /// <summary>303, so that no browser sends the form again.</summary>
    public static IResult BackTo(HttpContext http, string path)
    {
        http.Response.Headers.Location = HtmlPage.Address(http, path);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    public static PageSession SessionOf(HttpContext http) => http.Features.GetRequiredFeature<PageSession>();

    /// <summary>Null when it is no form with each field once. Only what is kept in memory: a buffer on disk would have personal data in clear.</summary>
    public static async Task<IFormCollection?> FormOf(HttpContext http) =>
        http.Request.ContentType?.Split(';')[0].Trim() is "application/x-www-form-urlencoded"
        && await http.Request.ReadFormAsync(http.RequestAborted) is var form && form.All(field => field.Value.Count == 1) ? form : null;

    /// <summary>Does what the form says, once, by the API's own handler. The text of the refusal; null when it is done.</summary>
    public async Task<string?> OnceAsync(HttpContext http, Func<Task<IResult>> write)
    {
        var form = (await FormOf(http))!;
        var request = new IdempotentRequest(
            caller.Tenant, caller.Actor.Id, IdempotentRequest.NameOf(form[OnceField].ToString(), store.DigestKey), Digest(http, form));
        if (!IdempotentRequest.IsKey(form[OnceField].ToString()))
            return Problems.Text("idempotency-key-malformed");
        if (await store.FindAsync(request, http.RequestAborted) is var (answer, same))
            return same ? TextOf(answer) : Problems.Text("idempotency-key-reused");
        http.Features.Set(request);
        return await write() switch
        {
            ProblemHttpResult problem => problem.ProblemDetails.Title,
            IAnswered answered => TextOf(answered.Answer),
            _ => null,
        };
    }

    private byte[] Digest(HttpContext http, IFormCollection form)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, store.DigestKey);
        hash.AppendData(Encoding.UTF8.GetBytes($"page\n{http.Request.Path}\n{SessionOf(http).Delegation}\n"));
        foreach (var (name, value) in form.Where(field => field.Key != KeyField).OrderBy(field => field.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{name.Length}:{name}{value.ToString().Length}:{value}"));
        return hash.GetHashAndReset();
    }

    private static string? TextOf(Answer answer) => answer.Status < 400 ? null : (string?)JsonNode.Parse(answer.Body)!["title"];
}
