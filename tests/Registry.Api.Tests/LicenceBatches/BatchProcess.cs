using System.Diagnostics;
using Registry.Testing;
using static Registry.Api.Tests.LicenceBatches.BatchJourneys;

namespace Registry.Api.Tests.LicenceBatches;

/// <summary>The operator's command as a process of its own, beside the server of a host.</summary>
internal sealed class BatchProcess(RegistryHost host, string verb, string batch)
{
    private string[] Arguments => ["licences", verb, "--agency", Commerce, "--batch", batch];

    public async Task<OperatorProcess> RunAsync() => await OperatorProcess.RunAsync(await EnvironmentAsync(), Arguments);

    /// <summary>Starts it and ends it by kill -9 as soon as the server has so many events of a type.</summary>
    public async Task KillAsync(string type, long atLeast)
    {
        using var process = await StartAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        while (await host.CountAsync(type) < atLeast)
            await Task.Delay(10, patience.Token);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private async Task<Process> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [ServerProcess.Program, .. Arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in await EnvironmentAsync())
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }

    private async Task<Dictionary<string, string>> EnvironmentAsync() => new()
    {
        ["ConnectionStrings__registry"] = await TestDatabase.ConnectionStringAsync(),
        ["Registry__Schema"] = host.Schema,
        ["Registry__DataDirectory"] = host.DataDirectory,
    };
}
