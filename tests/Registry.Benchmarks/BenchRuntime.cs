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

    /// <summary>With it a server process joins in, with the same schema and keys.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; private set; } = null!;

    public static async Task<BenchRuntime> StartAsync()
    {
        var bench = new BenchRuntime();
        var connection = await TestDatabase.ConnectionStringAsync();
        bench.Owner = NpgsqlDataSource.Create(connection);
        bench.Environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__registry"] = connection,
            ["Registry__Schema"] = bench.Schema,
            ["Registry__DataDirectory"] = bench.data.FullName,
        };
        bench.Registry = await RegistryRuntime.StartAsync(
            new RegistrySettings { Schema = bench.Schema, DataDirectory = bench.data.FullName, Demonstration = true },
            new(connection), EmbeddedPostgresOptions.ForCommand, NullLogger.Instance, CancellationToken.None);
        await new EstablishAuthority(bench.Registry.Sessions, bench.Registry.Custody, bench.Registry.Clock).RunAsync(AuthorityFile.Demonstration());
        return bench;
    }

    public async Task<long> CountAccessesAsync()
    {
        await using var count = Owner.CreateCommand($"select count(*) from {Schema}.mt_doc_accessrecord");
        return (long)(await count.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.DisposeAsync();
        await Owner.DisposeAsync();
        data.Delete(recursive: true);
    }
}
