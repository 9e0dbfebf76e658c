using Registry.Benchmarks.Harness;
using Registry.Testing;

namespace Registry.Benchmarks;

/// <summary>An inspector who reads one imported licence after another from a server of its own.</summary>
internal sealed class ReadLicences : IAsyncDisposable
{
    private readonly ServerProcess server;
    private readonly HttpClient inspector;
    private readonly IReadOnlyList<Guid> licences;
    private int next;

    private ReadLicences(ServerProcess server, HttpClient inspector, IReadOnlyList<Guid> licences) =>
        (this.server, this.inspector, this.licences) = (server, inspector, licences);

    /// <summary>Of the server, in bytes.</summary>
    public long WorkingSet => server.WorkingSet;

    public static async Task<IReadOnlyList<Guid>> ImportAsync(BenchRuntime bench, int count)
    {
        await ImportBenchmark.ImportAsync(bench, "read", serial: 1_000_000, count, new Timings());
        await using var select = bench.Owner.CreateCommand($"select id from {bench.Schema}.mt_doc_licencecard order by md5(id::text)");
        await using var reader = await select.ExecuteReaderAsync();
        var licences = new List<Guid>(count);
        while (await reader.ReadAsync())
            licences.Add(reader.GetGuid(0));
        return licences;
    }

    public static async Task<ReadLicences> ServeAsync(BenchRuntime bench, IReadOnlyList<Guid> licences, string program)
    {
        var server = await ServerProcess.StartAsync(bench.Environment, program);
        return new(server, await server.SignedInAs("verifier"), licences);
    }

    public async Task ReadAsync()
    {
        var id = licences[Interlocked.Increment(ref next) % licences.Count];
        using var answer = await inspector.GetAsync(new Uri($"/api/v1/licences/{id}", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        inspector.Dispose();
        await server.DisposeAsync();
    }
}
