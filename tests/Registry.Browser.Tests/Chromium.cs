using Microsoft.Playwright;

namespace Registry.Browser.Tests;

/// <summary>The Chromium of this machine; Playwright's own browsers are never downloaded.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    // No sandbox: CI runs as root. The rest keeps Chromium itself from calling home.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = Arguments });

    private static string Find() =>
        (from directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in Names
         let path = Path.Combine(directory, name)
         where File.Exists(path)
         select path).FirstOrDefault()
        ?? throw new InvalidOperationException(
            "There is no Chromium on PATH for the browser tests: run `apt-get install chromium fonts-noto-cjk`.");
}
