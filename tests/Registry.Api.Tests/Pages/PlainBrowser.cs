using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Registry.Testing;

namespace Registry.Api.Tests.Pages;

/// <summary>A browser in which nobody has put a token: it has its cookies, follows links, and goes where it is sent one step at a time.</summary>
internal sealed partial class PlainBrowser(RegistryHost host) : IDisposable
{
    private readonly HttpClient client = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = host.CreateClient().BaseAddress,
    };

    public Dictionary<string, string> Cookies { get; } = [];

    public HttpStatusCode Status { get; private set; }

    public string Html { get; private set; } = "";

    public HttpResponseMessage? Last { get; private set; }

    /// <summary>Whether the session's cookie is there.</summary>
    public bool IsSignedIn => Cookies.ContainsKey("__Host-registry");

    public Uri Location => Last!.Headers.Location!;

    /// <summary>Where the page goes on by itself, or null.</summary>
    public string? GoesOnTo => Refresh().Match(Html) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["place"].Value) : null;

    public static string? Query(Uri address, string name) =>
        QueryHelpers.ParseQuery(address.OriginalString.Split('?', 2)[1]).TryGetValue(name, out var value) ? value.ToString() : null;

    public Task GoAsync(Uri address) => GoAsync(address.OriginalString);

    /// <param name="address">With another origin it is the same path here: the authority knows us by our public address.</param>
    public Task GoAsync(string address) => SendAsync(new(HttpMethod.Get, Uri.TryCreate(address, UriKind.Absolute, out var uri) && !uri.IsFile ? uri.PathAndQuery : address));

    public async Task SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            if (Cookies.Count > 0)
                request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(one => $"{one.Key}={one.Value}")));
            request.Headers.Add("Accept", "text/html");
            Last?.Dispose();
            Last = await client.SendAsync(request, TestContext.Current.CancellationToken);
        }
        (Status, Html) = (Last.StatusCode, await Last.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        foreach (var cookie in Last.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, value) = cookie.Split(';')[0].Split('=', 2) is [var one, var two] ? (one, two) : throw new FormatException(cookie);
            if (value.Length == 0)
                Cookies.Remove(name);
            else
                Cookies[name] = value;
        }
    }

    /// <summary>Sends the page's form that leads there, with its hidden fields and what was typed or pressed.</summary>
    public Task SubmitAsync(string action, params (string Name, string Value)[] typed) => SendAsync(Form(action, action, typed));

    /// <param name="to">Where it goes.</param>
    public HttpRequestMessage Form(string action, string to, params (string Name, string Value)[] typed)
    {
        var form = Forms().Matches(Html).Select(match => match.Value).First(one => one.Contains($"action=\"{action}\"", StringComparison.Ordinal));
        var fields = Hidden().Matches(form).ToDictionary(one => one.Groups["name"].Value, one => WebUtility.HtmlDecode(one.Groups["value"].Value));
        foreach (var (name, value) in typed)
            fields[name] = value;
        return new(HttpMethod.Post, to) { Content = new FormUrlEncodedContent(fields) };
    }

    /// <summary>From a page's button to the authority's address.</summary>
    public async Task<Uri> BeginAsync(string page = "/my/accesses")
    {
        await GoAsync(page);
        await GoAsync(WebUtility.HtmlDecode(Button().Match(Html).Groups["place"].Value));
        Status.ShouldBe(HttpStatusCode.SeeOther, Html);
        return Location;
    }

    /// <summary>As one of the demonstration's people, by the development provider's page.</summary>
    public async Task SignInAsync(string person, string page = "/my/accesses")
    {
        await GoAsync(await BeginAsync(page));
        await GoAsync(PersonIn(person));
        await GoAsync(Location);
    }

    public string PersonIn(string person) => WebUtility.HtmlDecode(
        Links().Matches(Html).Select(match => match.Groups["place"].Value).Single(place => place.EndsWith($"person={person}", StringComparison.Ordinal)));

    public void Dispose()
    {
        Last?.Dispose();
        client.Dispose();
    }

    [GeneratedRegex("""<a class="button" id="signin" href="(?<place>[^"]*)">""")]
    private static partial Regex Button();

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""")]
    private static partial Regex Hidden();

    [GeneratedRegex("""<a href="(?<place>[^"]*)">""")]
    private static partial Regex Links();

    [GeneratedRegex("""<meta http-equiv="refresh" content="0;url=(?<place>[^"]*)">""")]
    private static partial Regex Refresh();
}
