using System.Globalization;
using System.Runtime.InteropServices;
using Npgsql;
using Registry.Benchmarks;
using Registry.Benchmarks.Harness;
using Registry.Testing;

// dotnet run -c Release --project tests/Registry.Benchmarks -- [--smoke] [access|disclosure|looked|soak|http|issue|import|sequencer|sign|credential|fsck|proof|verify|ask ...]
Dictionary<string, Func<Pace, Table, Task>> benchmarks = new()
{
    ["access"] = AccessBenchmark.RunAsync,
    ["disclosure"] = DisclosureBenchmark.RunAsync,
    ["looked"] = LookersBenchmark.RunAsync,
    ["soak"] = SoakBenchmark.RunAsync,
    ["http"] = HttpBenchmark.RunAsync,
    ["issue"] = IssueBenchmark.RunAsync,
    ["import"] = ImportBenchmark.RunAsync,
    ["sequencer"] = SequencerBenchmark.RunAsync,
    ["sign"] = SignBenchmark.RunAsync,
    ["credential"] = CredentialBenchmark.RunAsync,
    ["fsck"] = FsckBenchmark.RunAsync,
    ["proof"] = ProofBenchmark.RunAsync,
    ["verify"] = VerifyBenchmark.RunAsync,
    ["ask"] = AskBenchmark.RunAsync,
};
var chosen = args.Where(argument => argument != "--smoke").ToList();
if (chosen.Except(benchmarks.Keys).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark {unknown}: {string.Join(", ", benchmarks.Keys)}, or --smoke.");
    return 2;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var pace = args.Contains("--smoke") ? Pace.Smoke : Pace.Full;
await using (var database = NpgsqlDataSource.Create(await TestDatabase.ConnectionStringAsync()))
{
    await using var settings = database.CreateCommand(
        "select version(), current_setting('fsync'), current_setting('synchronous_commit')");
    await using var reader = await settings.ExecuteReaderAsync();
    await reader.ReadAsync();
    Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {reader.GetString(0)}");
    Console.WriteLine($"fsync {reader.GetString(1)}, synchronous_commit {reader.GetString(2)}, {pace}");
    Console.WriteLine();
}
var table = new Table(Console.Out);
foreach (var (name, run) in benchmarks)
    if (chosen.Count == 0 || chosen.Contains(name))
        await run(pace, table);
return 0;
