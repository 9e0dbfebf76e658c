using System.Net;
using System.Text.RegularExpressions;
using Registry.Api.Pages;
using Registry.Testing;

namespace Registry.Api.Tests.Access.WhoLooked;

/// <summary>A browser without script: opened once by the city's app, with the token in the header, and from then on by links and forms.</summary>
internal sealed partial class PageVisit(RegistryHost host, string token) : IDisposable
{
    private readonly HttpClient client = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = host.Anonymous().BaseAddress,
    };

    /// <summary>What the browser sends as its cookie.</summary>
    public string? Cookie { get; set; }

    public HttpStatusCode Status { get; private set; }

    public string Html { get; private set; } = "";

    public HttpResponseMessage? Last { get; private set; }

    public static async Task<PageVisit> Of(RegistryHost host, string person, string page = "/my/accesses")
    {
        var visit = new PageVisit(host, await host.TokenOf(person));
        await visit.OpenAsync(page);
        return visit;
    }

    public Task OpenAsync(string page) => SendAsync(new(HttpMethod.Get, page) { Headers = { { "Authorization", $"Bearer {token}" } } });

    public Task FollowAsync(string page) => SendAsync(new(HttpMethod.Get, page));

    /// <summary>Sends the form of the page that leads there and has that button, with what was typed in, and follows where it leads.</summary>
    public async Task SubmitAsync(string action, string button, params (string Name, string Value)[] typed)
    {
        await SendAsync(Form(action, button, typed));
        if (Status is HttpStatusCode.SeeOther)
            await FollowAsync(Last!.Headers.Location!.ToString());
    }

    public HttpRequestMessage Form(string action, string button, params (string Name, string Value)[] typed)
    {
        var form = Forms().Matches(Html).Select(match => match.Value).Single(one =>
            one.Contains($"action=\"{action}\"", StringComparison.Ordinal) && one.Contains($">{button}</button>", StringComparison.Ordinal));
        var hidden = Inputs().Matches(form).ToDictionary(one => one.Groups["name"].Value, one => WebUtility.HtmlDecode(one.Groups["value"].Value));
        foreach (var (name, value) in typed)
            hidden[name] = value;
        return new(HttpMethod.Post, WebUtility.HtmlDecode(action)) { Content = new FormUrlEncodedContent(hidden) };
    }

    public async Task SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (Cookie is not null)
                request.Headers.Add("Cookie", $"{PageSessions.Cookie}={Cookie}");
            Last?.Dispose();
            Last = await client.SendAsync(request, TestContext.Current.CancellationToken);
        }
        (Status, Html) = (Last.StatusCode, await Last.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        if (Last.Headers.TryGetValues("Set-Cookie", out var cookies))
            Cookie = cookies.Single().Split(';')[0][(PageSessions.Cookie.Length + 1)..];
    }

    public void Dispose()
    {
        Last?.Dispose();
        client.Dispose();
    }

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""")]
    private static partial Regex Inputs();
}
