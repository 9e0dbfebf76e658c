using System.Globalization;
using System.Resources;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Registry.Api.Commands;
using Registry.Api.Hosting;

namespace Registry.Api.Pages;

/// <summary>
/// A page for people: no script, nothing from elsewhere, kept nowhere. The texts are in the reader's language.
/// </summary>
/// <param name="Body">HTML; what is not ours in it has gone through <see cref="Encode"/>.</param>
/// <param name="RefreshAfter">The page is asked for anew then; null for never.</param>
/// <param name="FormTargets">Where its forms lead, redirects included, as the content security policy says it; null for nowhere.</param>
/// <param name="GoOnTo">An address of ours where the browser goes by itself from here; null for nowhere.</param>
internal sealed record HtmlPage(
    string Title, string Body, TimeSpan? RefreshAfter = null, IReadOnlyList<string>? FormTargets = null, int Status = StatusCodes.Status200OK,
    string? GoOnTo = null) : IResult
{
    private const string Style = """
        body { font: 1.1rem/1.6 sans-serif; max-width: 32rem; margin: 1rem auto; padding: 0 1rem; color: #111; background: #fff }
        .state { padding: .5rem 1rem; color: #fff; font-size: 1.6rem; font-weight: bold }
        .good { background: #00612e } .bad { background: #a4121c } .unsure { background: #5a4a00 }
        img { display: block; margin: 1rem auto; max-width: 100%; image-rendering: pixelated }
        .button { display: inline-block; padding: .5rem 1rem; border: 1px solid #767676; background: #f2f2f2; color: #111; text-decoration: none }
        button, input, select, textarea { font: inherit; padding: .5rem; max-width: 100%; box-sizing: border-box } button { padding: .5rem 1rem }
        dt { color: #555 } dd { margin: 0 0 .5rem; overflow-wrap: anywhere } label { display: block } textarea { width: 100% }
        nav, .row { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end } .row > label { flex: 1 1 8rem; min-width: 0 } .row > label > * { width: 100% }
        ol dl { display: grid; grid-template-columns: 6rem 1fr; gap: 0 .5rem } ol dd { margin: 0 } nav form { margin: 0 }
        ol { list-style: none; padding: 0 } li > h2 { font-size: 1.1rem; margin: 0 } ol > li { border: 1px solid #767676; padding: .5rem 1rem; margin: 0 0 1rem }
        .sealed { background: #f2f2f2 } .urgent, [role=alert] { border: 3px solid #a4121c } [role=alert], .note { padding: .5rem 1rem } .note { background: #f2f2f2 }
        """;

    private static readonly ResourceManager Texts = new("Registry.Api.Resources.Pages", typeof(HtmlPage).Assembly);

    // Chinese stays legible in the source; what HTML gives a meaning to is encoded all the same.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encode(string text) => Encoder.Encode(text);

    /// <summary>A text in the reader's language, encoded.</summary>
    public static string Text(string name) => Encode(Plain(name));

    /// <summary>A row of a list of facts.</summary>
    public static string Row(string label, string value) => $"<dt>{Text(label)}</dt><dd>{Encode(value)}</dd>";

    /// <summary>The same, of what is HTML already.</summary>
    public static string RowOf(string label, string html) => $"<dt>{Text(label)}</dt><dd>{html}</dd>";

    /// <summary>A text with values in it, each encoded.</summary>
    public static string Text(string name, params object[] values) =>
        string.Format(CultureInfo.InvariantCulture, Text(name), [.. values.Select(value => Encode(Convert.ToString(value, CultureInfo.InvariantCulture)!))]);

    /// <summary>A text in the reader's language, not encoded.</summary>
    public static string Plain(string name) => Texts.GetString(name, CultureInfo.CurrentUICulture) ?? throw new ArgumentException($"There is no text '{name}'.");

    /// <summary>The text for a code of ours, encoded; where there is none, the code.</summary>
    public static string TextOf(string family, string code) => Encode(Texts.GetString($"{family}-{code}", CultureInfo.CurrentUICulture) ?? code);

    /// <summary>A place on this server, in the language that was asked for in the address.</summary>
    public static string Address(HttpContext http, string path)
    {
        var culture = http.Request.Query["culture"].ToString();
        return culture is "en" or "zh-CN" ? QueryHelpers.AddQueryString(path, "culture", culture) : path;
    }

    /// <summary>The same, encoded.</summary>
    public static string Link(HttpContext http, string path) => Encode(Address(http, path));

    /// <summary>A page that says why not.</summary>
    /// <param name="code">Of a problem.</param>
    public static HtmlPage Refusal(int status, string code) => Refused(status, code, Problems.Text(code));

    /// <summary>The same in other words, with what to do and the way on.</summary>
    /// <param name="way">HTML.</param>
    public static HtmlPage Refused(int status, string code, string text, string way = "") => new("refused-title", $"""
        <p role="alert">{Encode(text)}</p>
        <p>{Text($"refused-do-{DoOn(status)}")}</p>
        {way}
        <p>{Text("refused-code", code)}</p>
        """, Status: status);

    /// <summary>The state as a word on a colour; whoever cannot tell colours apart reads the word.</summary>
    /// <param name="verdict">As the API says it: valid, revoked, notFound.</param>
    public static string State(string verdict) => $"""<p class="state {ColourOf(verdict)}" role="status">{Text($"state-{verdict}")}</p>""";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; "
            + $"form-action {string.Join(' ', FormTargets ?? ["'none'"])}";
        var refresh = (RefreshAfter, GoOnTo) switch
        {
            (_, { } place) => $"""<meta http-equiv="refresh" content="0;url={Encode(place)}">""",
            ({ } after, _) => string.Create(CultureInfo.InvariantCulture, $"""<meta http-equiv="refresh" content="{after.TotalSeconds:F0}">"""),
            _ => "",
        };
        return response.WriteAsync($"""
            <!doctype html>
            <html lang="{Encode(httpContext.Language())}"><head><meta charset="utf-8">{refresh}
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>{Text(Title)}</title><style>{Style}</style></head>
            <body><h1>{Text(Title)}</h1>{Body}</body></html>
            """);
    }

    private static string DoOn(int status) => status switch
    {
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => "sign-in",
        StatusCodes.Status404NotFound => "look",
        StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => "wait",
        >= StatusCodes.Status500InternalServerError => "tell",
        _ => "again",
    };

    private static string ColourOf(string verdict) => verdict switch
    {
        "valid" => "good",
        "codeExpired" or "superseded" or "notYetValid" or "cannotCheckNow" => "unsure",
        _ => "bad",
    };
}
