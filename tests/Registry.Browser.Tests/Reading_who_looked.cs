using Microsoft.Playwright;
using Registry.Testing;
using static Microsoft.Playwright.Assertions;

namespace Registry.Browser.Tests;

/// <summary>
/// The pages of who looked as a person has them: opened once with the token in a header, as the city's app does, and from then on with links,
/// forms and keys of a browser that runs no script of ours.
/// </summary>
public sealed class Reading_who_looked(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData("zh-CN", "谁看过我的数据", "办件人员", "提出异议", "异议理由", "下一步", "确认提交", "异议已提交", "访问通知", "开启通知", "通知已开启。")]
    [InlineData("en", "Who looked at my data", "Caseworker", "Object to this", "Why you object", "Go on", "Send the objection", "The objection was sent",
        "Notices of accesses", "Turn notices on", "Notices are on.")]
    public async Task goes_from_the_list_to_an_objection_and_to_notices(
        string language, string title, string role, string objecting, string why, string goOn, string confirm, string raised, string notices, string turnOn, string on)
    {
        // Each language has a person of its own: both object and subscribe once.
        var person = language == "en" ? "citizen2" : "citizen";
        await LookAsync(await host.SubmittedCase(person));
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        await using var context = await browser.NewContextAsync(
            new() { Locale = language, ViewportSize = new() { Width = 390, Height = 844 } });
        var page = await context.NewPageAsync();
        var (asked, complaints) = (new List<string>(), new List<string>());
        page.Request += (_, request) => asked.Add(request.Url);
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        var origin = await OpenAsync(page, person, language);

        await Expect(page).ToHaveTitleAsync(title);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        await Expect(page.Locator("ol > li").First).ToContainTextAsync(role);
        await PictureAsync(page, $"who-looked-{language}.png");
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);

        await page.GetByRole(AriaRole.Link, new() { Name = objecting }).First.ClickAsync();
        await page.GetByLabel(why).FillAsync("我没有申请过，不认识这位工作人员");
        await page.GetByRole(AriaRole.Button, new() { Name = goOn }).ClickAsync();
        await Expect(page.GetByText("我没有申请过")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = confirm }).ClickAsync();
        await Expect(page.GetByText(raised)).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = notices }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = turnOn }).ClickAsync();
        await Expect(page.GetByText(on, new() { Exact = true })).ToBeVisibleAsync();

        asked.ShouldAllBe(url => url.StartsWith(origin, StringComparison.Ordinal));
        // Neither who it is nor what they wrote is in an address.
        string.Concat(asked.Select(Uri.UnescapeDataString)).ShouldNotContain("申请过");
        complaints.ShouldBeEmpty();
    }

    private async Task<string> OpenAsync(IPage page, string person, string language)
    {
        using var client = host.Anonymous();
        var origin = client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var token = await host.TokenOf(person);
        // As an app's web view does: headers for the first address, none for what is followed from there.
        await page.RouteAsync($"{origin}/my/accesses", route => route.ContinueAsync(new()
        {
            Headers = new Dictionary<string, string>(route.Request.Headers) { ["Authorization"] = $"Bearer {token}", ["Accept-Language"] = language },
        }), new() { Times = 1 });
        await page.GotoAsync($"{origin}/my/accesses");
        return origin;
    }

    private async Task LookAsync(Guid @case)
    {
        using var caseworker = await host.SignedInAs("caseworker");
        using var answer = await caseworker.GetAsync(new Uri($"/api/v1/cases/{@case}", UriKind.Relative), TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(ApiPage.PictureVariable) is { Length: > 0 } directory)
            await page.ScreenshotAsync(new() { Path = Path.Combine(directory, name) });
    }
}
