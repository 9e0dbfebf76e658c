using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Registry.Api.Hosting;
using Registry.Api.Identity;

namespace Registry.Testing;

/// <summary>The server as a process of its own, so that it can be killed.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly StringBuilder start;
    private readonly Task<string[]> rest;

    private ServerProcess(Process process, Uri address, StringBuilder start, Task<string> errors)
    {
        this.process = process;
        this.start = start;
        rest = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), errors);
        Address = address;
    }

    /// <summary>The built server and operator's program.</summary>
    public static string Program => typeof(RegistrySettings).Assembly.Location;

    public Uri Address { get; }

    /// <summary>Its physical memory now, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>Starts it on a free port and returns when it says that it is ready.</summary>
    /// <param name="program">Another build of it; null for the built one.</param>
    public static async Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string> environment, string? program = null)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { program ?? Program, "--urls", "http://127.0.0.1:0" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var written = new StringBuilder();
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            written.AppendLine(line);
            if (Ready().Match(line) is { Success: true } ready)
                return new ServerProcess(process, new Uri(ready.Groups[1].Value), written, errors);
        }
        throw new InvalidOperationException($"The server did not start: {await errors}");
    }

    public async Task<HttpClient> SignedInAs(string person)
    {
        var client = new HttpClient { BaseAddress = Address };
        using var body = DevelopmentIdentity.TokenRequest(person);
        using var answer = await client.PostAsync(new Uri(DevelopmentIdentity.TokenPath, UriKind.Relative), body);
        var token = (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("access_token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>SIGTERM: it ends in good order. All that it has written, to its output and to its errors.</summary>
    public async Task<string> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        return start + string.Concat(await rest);
    }

    /// <summary>SIGKILL: nothing is flushed, nothing is told.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    [GeneratedRegex(@"is ready at (http://\S+)")]
    private static partial Regex Ready();
}
