using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Registry.Api.Hosting.Postgres;

// The embedded cluster and its file modes are for Unix.
[assembly: UnsupportedOSPlatform("windows")]
[assembly: AssemblyFixture(typeof(Registry.Api.Tests.Hosting.SharedCluster))]

namespace Registry.Api.Tests.Hosting;

/// <summary>One embedded cluster for tests that only look at it; started by the first of them.</summary>
public sealed class SharedCluster : IAsyncDisposable
{
    private static readonly DataDirectory Data = new();
    private static readonly Lazy<Task<EmbeddedPostgres>> Cluster = new(
        () => EmbeddedPostgres.StartAsync(Data.Path, NullLogger.Instance, CancellationToken.None));

    public static async Task<string> ConnectionStringAsync() => (await Cluster.Value).ConnectionString;

    public async ValueTask DisposeAsync()
    {
        // A cluster that did not start has failed its tests already.
        if (Cluster is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await Cluster.Value).DisposeAsync();
        await Data.DisposeAsync();
    }
}
