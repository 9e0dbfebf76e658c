using System.Globalization;
using System.Resources;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Registry.Api.Hosting;

namespace Registry.Api.Pages;

/// <summary>
/// A page for people: no script, nothing from elsewhere, kept nowhere. The texts are in the reader's language.
/// </summary>
/// <param name="Body">HTML; what is not ours in it has gone through <see cref="Encode"/>.</param>
/// <param name="RefreshAfter">The page is asked for anew then; null for never.</param>
/// <param name="FormTargets">Where its forms lead, redirects included, as the content security policy says it; null for nowhere.</param>
internal sealed record HtmlPage(
    string Title, string Body, TimeSpan? RefreshAfter = null, IReadOnlyList<string>? FormTargets = null, int Status = StatusCodes.Status200OK) : IResult
{
    private const string Style = """
        body { font: 1.1rem/1.6 sans-serif; max-width: 32rem; margin: 1rem auto; padding: 0 1rem; color: #111; background: #fff }
        .state { padding: .5rem 1rem; color: #fff; font-size: 1.6rem; font-weight: bold }
        .good { background: #00612e } .bad { background: #a4121c } .unsure { background: #5a4a00 }
        img { display: block; margin: 1rem auto; max-width: 100%; image-rendering: pixelated }
        button { font: inherit; padding: .5rem 1rem } dt { color: #555 } dd { margin: 0 0 .5rem; overflow-wrap: anywhere }
        """;

    private static readonly ResourceManager Texts = new("Registry.Api.Resources.Pages", typeof(HtmlPage).Assembly);

    // Chinese stays legible in the source; what HTML gives a meaning to is encoded all the same.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encode(string text) => Encoder.Encode(text);

    /// <summary>A text in the reader's language, encoded.</summary>
    public static string Text(string name) =>
        Encode(Texts.GetString(name, CultureInfo.CurrentUICulture) ?? throw new ArgumentException($"There is no text '{name}'."));

    /// <summary>A row of a list of facts.</summary>
    public static string Row(string label, string value) => $"<dt>{Text(label)}</dt><dd>{Encode(value)}</dd>";

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
        var refresh = RefreshAfter is { } after
            ? string.Create(CultureInfo.InvariantCulture, $"""<meta http-equiv="refresh" content="{after.TotalSeconds:F0}">""") : "";
        return response.WriteAsync($"""
            <!doctype html>
            <html lang="{Encode(httpContext.Language())}"><head><meta charset="utf-8">{refresh}
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>{Text(Title)}</title><style>{Style}</style></head>
            <body><h1>{Text(Title)}</h1>{Body}</body></html>
            """);
    }

    private static string ColourOf(string verdict) => verdict switch
    {
        "valid" => "good",
        "codeExpired" or "superseded" or "notYetValid" or "cannotCheckNow" => "unsure",
        _ => "bad",
    };
}
