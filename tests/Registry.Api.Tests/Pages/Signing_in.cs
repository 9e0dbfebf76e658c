using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Hosting;
using Registry.Api.Pages;
using Registry.Api.Pages.SignIn;
using Registry.Testing;

namespace Registry.Api.Tests.Pages;

/// <summary>A plain browser signs in with the development provider, the one that a checkout has, and what it brings back is judged.</summary>
public sealed class Signing_in(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task leads_from_a_page_to_the_authority_and_back_to_that_page()
    {
        using var browser = new PlainBrowser(host);
        await browser.GoAsync("/my/notices?culture=en");
        browser.Status.ShouldBe(HttpStatusCode.Unauthorized);
        browser.Html.ShouldContain(">Sign in</a>");
        await browser.SignInAsync("citizen", "/my/notices?culture=en");
        (browser.Status, browser.GoesOnTo).ShouldBe((HttpStatusCode.OK, "/my/notices?culture=en"), browser.Html);
        browser.Html.ShouldContain("href=\"/my/notices?culture=en\"");
        browser.IsSignedIn.ShouldBeTrue();
        browser.Cookies.ShouldNotContainKey(SignInAttempt.Cookie);
        await browser.GoAsync(browser.GoesOnTo!);
        browser.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task keeps_what_it_needs_in_a_cookie_that_comes_back_with_the_answer_and_tells_nothing()
    {
        using var browser = new PlainBrowser(host);
        var address = await browser.BeginAsync();
        var set = browser.Last!.Headers.GetValues("Set-Cookie").Single();
        foreach (var attribute in (string[])["__Host-registry-signin=", "path=/", "secure", "samesite=lax", "httponly", "max-age=900"])
            set.ShouldContain(attribute, Case.Insensitive);
        foreach (var (name, value) in new Dictionary<string, string> { ["response_type"] = "code", ["code_challenge_method"] = "S256", ["scope"] = "openid" })
            PlainBrowser.Query(address, name).ShouldBe(value);
        foreach (var secret in (string[])["state", "nonce", "code_challenge"])
            set.ShouldNotContain(PlainBrowser.Query(address, secret)!);
        browser.Last.Headers.CacheControl!.NoStore.ShouldBeTrue();
        await browser.GoAsync(address);
        await browser.GoAsync(browser.PersonIn("citizen"));
        await browser.GoAsync(browser.Location);
        browser.Last.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("__Host-registry=", StringComparison.Ordinal))
            .ShouldContain("samesite=strict", Case.Insensitive);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/my/accesses")]
    [InlineData("/\\evil.example")]
    [InlineData("/my/../../evil")]
    [InlineData("/my/accesses@evil.example")]
    [InlineData("/my/accesses\r\nLocation: https://evil.example")]
    [InlineData("/my/accesses\n")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/api/v1/items")]
    [InlineData("/my/signin")]
    [InlineData("/my/signed-in?state=x")]
    [InlineData("/my/leaving")]
    [InlineData("")]
    public void goes_on_to_a_page_of_ours_or_to_the_list(string asked) => ReturnPath.Of(asked).ShouldBe("/my/accesses");

    [Theory]
    [InlineData("/my/notices", "/my/notices")]
    [InlineData("/my/accesses?culture=en&from=2026-01-01&x=//evil", "/my/accesses?culture=en")]
    [InlineData("/my/accesses/01a20822-55f9-7a69-807c-3027de8afd8a/objection", "/my/accesses/01a20822-55f9-7a69-807c-3027de8afd8a/objection")]
    [InlineData("/window/licences/2dcfcb1e-6954-8d5c-807f-e9f72e5d5abe", "/window/licences/2dcfcb1e-6954-8d5c-807f-e9f72e5d5abe")]
    [InlineData("/agency/11340100MB1AC012X9/authorize?client_id=w&request_uri=urn:x&client_id2=y", "/agency/11340100MB1AC012X9/authorize?client_id=w&request_uri=urn:x")]
    public void goes_back_to_the_page_that_was_asked_for_without_what_it_does_not_know(string asked, string place) =>
        ReturnPath.Of(asked).Replace("%3A", ":", StringComparison.Ordinal).ShouldBe(place);

    [Fact]
    public async Task takes_no_answer_to_what_this_browser_did_not_ask()
    {
        using var other = new PlainBrowser(host);
        await other.GoAsync(await other.BeginAsync());
        await other.GoAsync(other.PersonIn("citizen2"));
        var answer = other.Location;

        // Whoever is lured to somebody else's answer is not signed in as them.
        using var nobody = new PlainBrowser(host);
        await nobody.GoAsync(answer);
        Refused(nobody, HttpStatusCode.BadRequest, "不属于本浏览器");
        using var browser = new PlainBrowser(host);
        await browser.BeginAsync();
        await browser.GoAsync(answer);
        Refused(browser, HttpStatusCode.BadRequest, "不属于本浏览器");
        await browser.GoAsync("/my/signed-in?code=x");
        Refused(browser, HttpStatusCode.BadRequest, "不属于本浏览器");
        await browser.GoAsync("/my/signed-in?error=access_denied&state=made-up");
        Refused(browser, HttpStatusCode.BadRequest, "不属于本浏览器");
        // And the attempt that was begun goes on.
        browser.Cookies.ShouldContainKey(SignInAttempt.Cookie);
    }

    [Fact]
    public async Task takes_an_answer_once_on_whichever_node()
    {
        using var browser = new PlainBrowser(host);
        await browser.GoAsync(await browser.BeginAsync());
        await browser.GoAsync(browser.PersonIn("citizen"));
        var (answer, attempt) = (browser.Location, browser.Cookies[SignInAttempt.Cookie]);
        await browser.GoAsync(answer);
        browser.IsSignedIn.ShouldBeTrue(browser.Html);

        using var again = new PlainBrowser(host) { Cookies = { [SignInAttempt.Cookie] = attempt } };
        await again.GoAsync(answer);
        Refused(again, HttpStatusCode.BadRequest, "不属于本浏览器");
    }

    [Fact]
    public async Task takes_no_answer_to_what_was_asked_long_ago_nor_by_a_cookie_that_is_not_ours()
    {
        var cookie = new SealedText(Runtime, "sign-in", "registry/page-sign-in/v1");
        var attempt = SignInAttempt.New("/my/accesses", TimeProvider.System.GetUtcNow() - SignInAttempt.Life - TimeSpan.FromSeconds(1));
        var sessions = new SealedText(Runtime, "cookie", "registry/page-session/v1");
        var fresh = attempt with { Until = TimeProvider.System.GetUtcNow().AddMinutes(1) };
        foreach (var text in (string[])[cookie.Seal(attempt.ToString()), sessions.Seal(fresh.ToString()), "made-up", fresh.ToString()])
        {
            using var browser = new PlainBrowser(host) { Cookies = { [SignInAttempt.Cookie] = text } };
            await browser.GoAsync($"/my/signed-in?code=x&state={attempt.State}&iss=https://idp.registry.localhost/");
            Refused(browser, HttpStatusCode.BadRequest, "不属于本浏览器");
        }
    }

    [Fact]
    public async Task takes_a_code_with_its_own_verifier_alone()
    {
        using var browser = new PlainBrowser(host);
        await browser.GoAsync(await browser.BeginAsync());
        await browser.GoAsync(browser.PersonIn("citizen"));
        var code = PlainBrowser.Query(browser.Location, "code");
        using var thief = new PlainBrowser(host);
        var state = PlainBrowser.Query(await thief.BeginAsync(), "state");
        await thief.GoAsync($"/my/signed-in?code={code}&state={state}&iss=https://idp.registry.localhost/");
        Refused(thief, HttpStatusCode.BadRequest, "重新登录");
    }

    [Fact]
    public async Task says_so_when_somebody_goes_away_and_shows_nobody_s_words()
    {
        using var browser = new PlainBrowser(host);
        await browser.SignInAsync("nobody");
        Refused(browser, HttpStatusCode.Forbidden, "您没有登录");
        var state = PlainBrowser.Query(await browser.BeginAsync(), "state");
        await browser.GoAsync($"/my/signed-in?error=server_error&error_description=pay-here&state={state}&iss=https://idp.registry.localhost/");
        Refused(browser, HttpStatusCode.ServiceUnavailable, "稍后再试");
        browser.Last!.Headers.RetryAfter.ShouldNotBeNull();
        browser.Html.ShouldNotContain("pay-here");
    }

    [Fact]
    public async Task lets_who_is_somebody_else_sign_in_anew()
    {
        using var browser = new PlainBrowser(host);
        await browser.SignInAsync("caseworker");
        await browser.GoAsync(browser.GoesOnTo!);
        browser.Status.ShouldBe(HttpStatusCode.Forbidden);
        await browser.SignInAsync("citizen");
        await browser.GoAsync(browser.GoesOnTo!);
        browser.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task brings_people_back_to_this_server_alone()
    {
        using var browser = new PlainBrowser(host);
        var address = (await browser.BeginAsync()).OriginalString;
        var callback = PlainBrowser.Query(new(address), "redirect_uri")!;
        foreach (var redirect in (string[])["https://evil.example/my/signed-in", callback + "/x", callback.Replace("my/signed-in", "api", StringComparison.Ordinal)])
        {
            await browser.GoAsync(address.Replace(Uri.EscapeDataString(callback), Uri.EscapeDataString(redirect), StringComparison.Ordinal));
            browser.Status.ShouldBe(HttpStatusCode.BadRequest, redirect);
        }
    }

    private RegistryRuntime Runtime => host.Services.GetRequiredService<RegistryRuntime>();

    private static void Refused(PlainBrowser browser, HttpStatusCode status, string text)
    {
        browser.Status.ShouldBe(status, browser.Html);
        browser.Html.ShouldContain(text);
        browser.Html.ShouldContain("id=\"signin\"");
        browser.IsSignedIn.ShouldBeFalse();
    }
}
