using System.Net.Http.Json;
using System.Text.Json;
using Registry.Benchmarks.Harness;
using Registry.Testing;

namespace Registry.Benchmarks;

/// <summary>
/// Anybody verifies one licence after another by its identifier, over HTTP; against an endpoint of the same server that asks no
/// database.
/// </summary>
internal static class AskBenchmark
{
    private const int Callers = 64;

    public static async Task RunAsync(Pace pace, Table table)
    {
        await using var bench = await BenchRuntime.StartAsync();
        var identifiers = await ImportAsync(bench, Math.Min(pace.Rows, 5_000));
        var environment = new Dictionary<string, string>(bench.Environment) { ["Registry__Verification__PerMinute"] = "0" };
        await using var server = await ServerProcess.StartAsync(environment);
        using var anybody = new HttpClient { BaseAddress = server.Address };
        var next = 0;

        var timings = await Load.CompareAsync(
            pace, Callers,
            () => GetAsync(anybody, $"/log/{BenchRuntime.Tenant}/vkey"),
            () => VerifyAsync(anybody, identifiers[Interlocked.Increment(ref next) % identifiers.Count]));
        table.Add("ask", $"GET /log/{{tenant}}/vkey, {Callers} callers", timings[0]);
        table.Add("ask", "GET /api/v1/verify/{identifier}", timings[1], to: timings[0]);
    }

    private static async Task<IReadOnlyList<string>> ImportAsync(BenchRuntime bench, int count)
    {
        await ImportBenchmark.ImportAsync(bench, "asked", serial: 1_000_000, count, new Timings());
        await using var select = bench.Owner.CreateCommand(
            $"select data ->> 'identifier' from {bench.Schema}.mt_doc_licencecard order by md5(id::text)");
        await using var reader = await select.ExecuteReaderAsync();
        var identifiers = new List<string>(count);
        while (await reader.ReadAsync())
            identifiers.Add(reader.GetString(0));
        return identifiers;
    }

    private static async Task GetAsync(HttpClient anybody, string path)
    {
        using var answer = await anybody.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    private static async Task VerifyAsync(HttpClient anybody, string identifier)
    {
        var answer = await anybody.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/verify/{identifier}", UriKind.Relative));
        if (!answer.GetProperty("minted").GetBoolean())
            throw new InvalidOperationException($"{identifier} is not found.");
    }
}
