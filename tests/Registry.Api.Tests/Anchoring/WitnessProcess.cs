using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Registry.Domain.Log;

namespace Registry.Api.Tests.Anchoring;

/// <summary><c>registry-verify witness serve</c> as a process of its own, as its operator runs it.</summary>
internal sealed partial class WitnessProcess : IAsyncDisposable
{
    private readonly Process process;

    private WitnessProcess(Process process, Uri address, NoteVerifierKey key)
    {
        this.process = process;
        Client = new HttpClient { BaseAddress = address };
        Key = key;
    }

    public HttpClient Client { get; }

    public NoteVerifierKey Key { get; }

    /// <param name="port">0 for a free one; the same again for a witness that comes back.</param>
    public static async Task<WitnessProcess> StartAsync(string directory, string name, int port, params NoteVerifierKey[] logs)
    {
        var process = Process.Start(Command(directory, name, port, logs))!;
        var error = process.StandardError.ReadToEndAsync();
        Uri? address = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Ready().Match(line) is { Success: true } ready)
                address = new Uri(ready.Groups[1].Value);
            if (address is null || !Vkey().IsMatch(line))
                continue;
            NoteVerifierKey.TryParseCosigner(Vkey().Match(line).Groups[1].Value, out var key, out var reason).ShouldBeTrue(reason);
            _ = process.StandardOutput.ReadToEndAsync();
            return new WitnessProcess(process, address, key!);
        }
        throw new InvalidOperationException($"The witness did not start: {await error}");
    }

    public static ProcessStartInfo Command(string directory, string name, int port, params NoteVerifierKey[] logs)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "exec", Path.Combine(AppContext.BaseDirectory, "registry-verify.dll"), "witness", "serve",
                "--store", Path.Combine(directory, "store"), "--key", Path.Combine(directory, "witness.pem"), "--name", name,
                "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var log in logs)
        {
            start.ArgumentList.Add("--log");
            start.ArgumentList.Add(log.ToString());
        }
        return start;
    }

    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    [GeneratedRegex(@"(http://127\.0\.0\.1:[0-9]+)$")]
    private static partial Regex Ready();

    [GeneratedRegex(@"^  .*[:：] ?(\S+\+[0-9a-f]{8}\+\S+)$")]
    private static partial Regex Vkey();
}
