using System.Diagnostics;
using Microsoft.Playwright;
using Registry.Testing;
using static Microsoft.Playwright.Assertions;

namespace Registry.Browser.Tests;

/// <summary>The officer's page at the window, opened by the agency's portal with the officer's token; the code is read off the screen.</summary>
public sealed class Offering_at_the_window(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData("zh-CN", "窗口提供可验证凭证", "提供", "交易码不在本页", "重新提供")]
    [InlineData("en", "Offer a licence for a wallet", "Offer", "The transaction code is not here", "Offer anew")]
    public async Task the_officer_asks_and_a_telephone_reads_the_offer(string language, string title, string offer, string never, string anew)
    {
        var (licence, _) = await host.MintedLicence();
        await PublishedAsync(licence);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        await using var context = await browser.NewContextAsync(new() { Locale = language, ViewportSize = new() { Width = 800, Height = 1000 } });
        var page = await context.NewPageAsync();
        var (asked, complaints) = (new List<string>(), new List<string>());
        page.Request += (_, request) => asked.Add(request.Url);
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        using var client = host.Anonymous();
        var address = new Uri(client.BaseAddress!, $"/window/licences/{licence}").ToString();
        var token = await host.TokenOf("issuer");
        // The portal's header for the first address, none for the form.
        await page.RouteAsync(address, route => route.ContinueAsync(new()
        {
            Headers = new Dictionary<string, string>(route.Request.Headers) { ["Authorization"] = $"Bearer {token}", ["Accept-Language"] = language },
        }), new() { Times = 1 });
        await page.GotoAsync(address);

        await Expect(page).ToHaveTitleAsync(title);
        await page.GetByRole(AriaRole.Button, new() { Name = offer }).ClickAsync();
        await Expect(page.GetByText(never)).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = anew })).ToBeVisibleAsync();
        var link = await ReadAsync(await page.Locator("#window-code").ScreenshotAsync());
        link.ShouldStartWith("openid-credential-offer://?credential_offer_uri=");
        await PictureAsync(page, $"window-{language}.png");

        var offered = new Uri(Uri.UnescapeDataString(link.Split("credential_offer_uri=")[1]));
        using var found = await client.GetAsync(new Uri(offered.AbsolutePath, UriKind.Relative), TestContext.Current.CancellationToken);
        found.IsSuccessStatusCode.ShouldBeTrue();
        asked.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)).ShouldBe([address, address]);
        complaints.ShouldBeEmpty();
    }

    // An offer needs the licence in the log's newest tree.
    private async Task PublishedAsync(Guid licence)
    {
        using var holder = await host.SignedInAs("citizen");
        await Eventually.HoldsAsync("the licence can be offered", async () =>
        {
            using var answer = await holder.WriteAsync($"/api/v1/licences/{licence}/credential-offers", null);
            return answer.IsSuccessStatusCode;
        });
    }

    private static async Task<string> ReadAsync(byte[] screen)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("registry-window-").FullName, "screen.png");
        try
        {
            await File.WriteAllBytesAsync(path, screen, TestContext.Current.CancellationToken);
            using var zbar = Process.Start(new ProcessStartInfo("zbarimg", ["--nodbus", "--quiet", "--raw", path]) { RedirectStandardOutput = true })!;
            var said = await zbar.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await zbar.WaitForExitAsync(TestContext.Current.CancellationToken);
            zbar.ExitCode.ShouldBe(0);
            return said.Trim();
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable(ApiPage.PictureVariable) is { Length: > 0 } directory)
            await page.ScreenshotAsync(new() { Path = Path.Combine(directory, name), FullPage = true });
    }
}
