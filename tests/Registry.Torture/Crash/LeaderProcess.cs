using System.Diagnostics;
using System.Text.Json;

namespace Registry.Torture.Crash;

/// <summary>The other end of a <see cref="Leader"/>.</summary>
internal sealed class LeaderProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly Task<string> errors;

    private LeaderProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Texts of the checkpoints that it has signed so far.</summary>
    public List<string> Notes { get; } = [];

    public static async Task<LeaderProcess> StartAsync(LeaderOrder order)
    {
        var leader = new LeaderProcess(Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(Leader).Assembly.Location, Leader.Command },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        await leader.GoOnAsync(JsonSerializer.Serialize(order));
        return leader;
    }

    /// <summary>Waits until it says so.</summary>
    public async Task SaysAsync(string line)
    {
        if (!await ListenAsync(said => said == line))
            throw new InvalidOperationException($"The leader ended before it was {line}: {await errors}");
    }

    public async Task GoOnAsync(string line = "")
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until it has ended. Its exit code: 137 after SIGKILL.</summary>
    public async Task<int> EndAsync()
    {
        await ListenAsync(_ => false);
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<bool> ListenAsync(Predicate<string> until)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (until(line))
                return true;
            if (line.StartsWith(Leader.Signed, StringComparison.Ordinal))
                Notes.Add(JsonSerializer.Deserialize<string>(line[Leader.Signed.Length..])!);
        }
        return false;
    }
}
