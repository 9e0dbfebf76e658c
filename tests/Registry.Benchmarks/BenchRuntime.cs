using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Registry.Api.Authorities;
using Registry.Api.Hosting;
using Registry.Api.Hosting.Postgres;
using Registry.Testing;

namespace Registry.Benchmarks;

/// <summary>Everything below HTTP in a schema of its own, with the demonstration authority; no sequencer runs by itself.</summary>
internal sealed class BenchRuntime : IAsyncDisposable
{
    public const string Tenant = "340100";

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("registry-bench-");

    private BenchRuntime() { }

    public string Schema { get; } = "b" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>Connections of the tables' owner.</summary>
    public NpgsqlDataSource Owner { get; private set; } = null!;

    public RegistryRuntime Registry { get; private set; } = null!;

    public static async Task<BenchRuntime> StartAsync()
    {
        var bench = new BenchRuntime();
        var connection = await TestDatabase.ConnectionStringAsync();
        bench.Owner = NpgsqlDataSource.Create(connection);
        bench.Registry = await RegistryRuntime.StartAsync(
            new RegistrySettings { Schema = bench.Schema, DataDirectory = bench.data.FullName, Demonstration = true },
            new(connection), EmbeddedPostgresOptions.ForCommand, NullLogger.Instance, CancellationToken.None);
        await new EstablishAuthority(bench.Registry.Sessions, bench.Registry.Custody).RunAsync(AuthorityFile.Demonstration());
        return bench;
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await Owner.DisposeAsync();
        data.Delete(recursive: true);
    }
}
