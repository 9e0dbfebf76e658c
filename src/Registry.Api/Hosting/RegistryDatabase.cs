using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Api.Hosting;

/// <summary>Connections of the runtime role: pooled for requests, unpooled for leadership.</summary>
internal sealed class RegistryDatabase : IAsyncDisposable
{
    public RegistryDatabase(string connectionString)
    {
        Pooled = RegistrySchema.RuntimeSource(connectionString);
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        Unpooled = RegistrySchema.RuntimeSource(unpooled.ConnectionString);
    }

    public NpgsqlDataSource Pooled { get; }

    public NpgsqlDataSource Unpooled { get; }

    public async ValueTask DisposeAsync()
    {
        await Pooled.DisposeAsync();
        await Unpooled.DisposeAsync();
    }
}
