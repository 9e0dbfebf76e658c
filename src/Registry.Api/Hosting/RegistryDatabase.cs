using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Api.Hosting;

/// <summary>Pooled connections of the runtime role for requests, unpooled ones of the sequencer's role for leadership.</summary>
internal sealed class RegistryDatabase(string connectionString, string sequencerConnectionString) : IAsyncDisposable
{
    public NpgsqlDataSource Pooled { get; } = RegistrySchema.RuntimeSource(connectionString);

    public NpgsqlDataSource Unpooled { get; } = RegistrySchema.SequencerSource(sequencerConnectionString);

    public async ValueTask DisposeAsync()
    {
        await Pooled.DisposeAsync();
        await Unpooled.DisposeAsync();
    }
}
