using Microsoft.Playwright;
using Registry.Testing;

namespace Registry.Browser.Tests;

/// <summary>One visit to the API's page at /scalar, with everything the browser asked for and complained about.</summary>
public sealed class ApiPage : IAsyncLifetime
{
    /// <summary>Names the directory in which a picture of the page is kept, for the README.</summary>
    public const string PictureVariable = "REGISTRY_SCREENSHOTS";

    private readonly List<string> requests = [];
    private readonly List<string> complaints = [];
    private RegistryHost? host;
    private IPlaywright? playwright;
    private IBrowser? browser;
    private IPage? page;

    /// <summary>Every address asked for, in order.</summary>
    public IReadOnlyList<string> Requests => requests;

    /// <summary>Errors and warnings of the console, uncaught exceptions, failed requests.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    public string Origin { get; private set; } = "";

    public IPage Page => page ?? throw new InvalidOperationException("The visit has not begun.");

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.LaunchAsync(playwright);
        host = new RegistryHost();
        using (var client = host.Anonymous())
            Origin = client.BaseAddress!.GetLeftPart(UriPartial.Authority);

        page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 }, Locale = "zh-CN" });
        Watch(page);
        // An idle network is not enough: a busy machine runs the page's script long after it arrived.
        await page.RunAndWaitForResponseAsync(
            () => page.GotoAsync($"{Origin}/scalar"), $"{Origin}/openapi/v1.json");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    public async ValueTask DisposeAsync()
    {
        if (page is not null && Environment.GetEnvironmentVariable(PictureVariable) is { Length: > 0 } directory)
            await PictureAsync(page, Path.Combine(directory, "api.png"));
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (host is not null)
            await host.DisposeAsync();
    }

    private void Watch(IPage watched)
    {
        watched.Request += (_, request) => requests.Add(request.Url);
        watched.RequestFailed += (_, request) => complaints.Add($"failed: {request.Url}");
        watched.Response += (_, response) =>
        {
            if (response.Status >= 400)
                complaints.Add($"{response.Status}: {response.Url}");
        };
        watched.PageError += (_, error) => complaints.Add(error);
        watched.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Add(message.Text);
        };
    }

    private static async Task PictureAsync(IPage page, string path)
    {
        await page.GetByText("Submit an application").First.ClickAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.ScreenshotAsync(new() { Path = path });
    }
}
