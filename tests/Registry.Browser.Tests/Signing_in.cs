using Microsoft.Playwright;
using Registry.Testing;
using static Microsoft.Playwright.Assertions;

namespace Registry.Browser.Tests;

/// <summary>
/// A person comes with a plain browser, signs in at the authority, and reads who looked. The authority's page is opened under this machine's other name,
/// so that the way back is one from another site, on which a browser sends no strict cookie.
/// </summary>
public sealed class Signing_in(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData("zh-CN", "citizen", "登录", "谁看过我的数据", "办件人员", "退出")]
    [InlineData("en", "citizen2", "Sign in", "Who looked at my data", "Caseworker", "Sign out")]
    public async Task shows_a_citizen_who_looked_and_lets_them_out_again(string language, string person, string signIn, string title, string role, string signOut)
    {
        await LookAsync(await host.SubmittedCase(person));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        await using var context = await browser.NewContextAsync(new() { Locale = language, ViewportSize = new() { Width = 390, Height = 844 } });
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        using var client = host.Anonymous();
        var origin = client.BaseAddress!.GetLeftPart(UriPartial.Authority);

        await page.GotoAsync($"{origin}/my/accesses");
        await page.GetByRole(AriaRole.Link, new() { Name = signIn }).ClickAsync();
        await page.GotoAsync(ElsewhereOf(page.Url));
        await page.GetByRole(AriaRole.Link, new() { Name = person, Exact = true }).ClickAsync();

        await Expect(page).ToHaveTitleAsync(title);
        page.Url.ShouldBe($"{origin}/my/accesses");
        await Expect(page.Locator("ol > li").First).ToContainTextAsync(role);
        var session = (await context.CookiesAsync()).Single();
        (session.Name, session.SameSite, session.Secure, session.HttpOnly).ShouldBe(("__Host-registry", SameSiteAttribute.Strict, true, true));

        await page.GetByRole(AriaRole.Button, new() { Name = signOut }).ClickAsync();
        (await context.CookiesAsync()).ShouldBeEmpty();
        await page.GotoAsync($"{origin}/my/accesses");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = signIn })).ToBeVisibleAsync();
        // Chromium says in the console that an answer was 401.
        complaints.ShouldAllBe(text => text.Contains("401", StringComparison.Ordinal));
    }

    private static string ElsewhereOf(string address)
    {
        var uri = new UriBuilder(address);
        uri.Host = uri.Host == "localhost" ? "127.0.0.1" : "localhost";
        return uri.Uri.AbsoluteUri;
    }

    private async Task LookAsync(Guid @case)
    {
        using var caseworker = await host.SignedInAs("caseworker");
        using var answer = await caseworker.GetAsync(new Uri($"/api/v1/cases/{@case}", UriKind.Relative), TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
