using Microsoft.Playwright;
using Registry.Testing;
using static Microsoft.Playwright.Assertions;

namespace Registry.Browser.Tests;

/// <summary>The page as the holder's app opens it: with the holder's token in a header, never in the address.</summary>
public sealed class Showing_a_licence(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData("zh-CN", "有效", "亮证")]
    [InlineData("en", "Valid", "Show my licence")]
    public async Task shows_code_state_and_time_and_asks_for_nothing_else(string language, string state, string title)
    {
        var (licence, _) = await host.MintedLicence();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { Locale = language, ViewportSize = new() { Width = 390, Height = 844 } });
        var (asked, complaints) = (new List<string>(), new List<string>());
        page.Request += (_, request) => asked.Add(request.Url);
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        await page.SetExtraHTTPHeadersAsync(new Dictionary<string, string>
        {
            ["Authorization"] = $"Bearer {await host.TokenOf("citizen")}", ["Accept-Language"] = language,
        });
        using var client = host.Anonymous();
        await page.GotoAsync(new Uri(client.BaseAddress!, $"/api/v1/licences/{licence}/showing").ToString());

        await Expect(page).ToHaveTitleAsync(title);
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync(state);
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveCSSAsync("background-color", "rgb(0, 97, 46)");
        (await page.Locator("#show-code").EvaluateAsync<int>("image => image.naturalWidth")).ShouldBeGreaterThan(100);
        await Expect(page.Locator("#show-offline")).Not.ToBeVisibleAsync();
        await page.Locator("summary").ClickAsync();
        await Expect(page.Locator("#show-offline")).ToBeVisibleAsync();
        asked.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)).ShouldHaveSingleItem();
        complaints.ShouldBeEmpty();
    }
}
