using JasperFx;
using Marten;
using Npgsql;

namespace Registry.Projections.Log.Fsck;

/// <summary>
/// Empties read models and folds all events into them anew, of every tenant: where a release brings a new one, or <c>fsck</c>
/// found one that differs. The events stay as they are.
/// </summary>
/// <param name="owner">Connections of the tables' owner.</param>
public sealed class ReadModelRebuild(NpgsqlDataSource owner, string schema)
{
    /// <summary>What can be rebuilt.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ReadModel.All.Select(model => model.Document.Name)];

    /// <summary>
    /// While it runs, whoever appends waits: a read model is written with its events, and one that is half folded would be
    /// taken for the whole. Interrupted, it leaves the model it was at incomplete, and is run again.
    /// </summary>
    /// <param name="names">Of <see cref="Names"/>.</param>
    /// <param name="progress">Each one that is finished.</param>
    public async Task RunAsync(IEnumerable<string> names, IProgress<string> progress, CancellationToken token)
    {
        await using var connection = await owner.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await using (var hold = new NpgsqlCommand($"lock table {schema}.mt_events in share row exclusive mode", connection, transaction))
            await hold.ExecuteNonQueryAsync(token);
#pragma warning disable RS0030 // the events keep their times; nothing here asks for another
        await using var store = DocumentStore.For(options =>
            RegistryStore.Configure(options, owner, schema, TimeProvider.System, AutoCreate.None));
#pragma warning restore RS0030
        using var daemon = await store.BuildProjectionDaemonAsync();
        foreach (var name in names)
        {
            await daemon.RebuildProjectionAsync(name, token);
            progress.Report(name);
        }
    }
}
