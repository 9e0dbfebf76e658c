using JasperFx;
using Marten;
using Npgsql;
using Registry.Projections.Access;

namespace Registry.Projections.Schema;

/// <summary>
/// Creates and updates the tables as their owner, and gives the working roles no more than they need. They never create
/// anything (<c>AutoCreate.None</c>).
/// </summary>
public static class RegistrySchema
{
    /// <summary>The role that every connection takes on which serves requests.</summary>
    public const string RuntimeRole = "registry_runtime";

    /// <summary>The role of a log's leader, which alone gives events their places and keeps checkpoints.</summary>
    public const string SequencerRole = "registry_sequencer";

    // One migration at a time across processes; the number means nothing but must not change.
    private const long MigrationLock = 3401_00_2026;

    /// <summary>Applies Marten's tables, our own, the triggers and the grants. Safe to run at every start.</summary>
    public static async Task ApplyAsync(string ownerConnection, string schema, TimeProvider clock, CancellationToken token)
    {
        await using var source = NpgsqlDataSource.Create(ownerConnection);
        await using var connection = await source.OpenConnectionAsync(token);
        await Execute(connection, $"select pg_advisory_lock({MigrationLock})", token);
        try
        {
            var applied = await AppliedSchema.IsAppliedAsync(connection, schema, token);
            if (!applied)
                await ApplyStoreAsync(source, schema, clock);
            // Even so: it takes back what was granted by mistake.
            await Execute(connection, Script(schema), token);
            if (!applied)
                await AppliedSchema.NoteAsync(connection, schema, token);
        }
        finally
        {
            await Execute(connection, $"select pg_advisory_unlock({MigrationLock})", CancellationToken.None);
        }
    }

    /// <summary>
    /// A data source whose connections run as the runtime role. They keep prepared statements: else the driver discards all
    /// plans of a connection that goes back to the pool, and each append plans Marten's function anew. Nor is a session reset
    /// before it is used again, which costs more than most queries: whatever is set or locked is so for its transaction alone.
    /// </summary>
    public static NpgsqlDataSource RuntimeSource(string connectionString) => SourceOf(
        new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 64, NoResetOnClose = true }.ConnectionString, RuntimeRole);

    /// <summary>
    /// A data source whose connections run as the sequencer's role. They really close: a pooled one would keep the
    /// leader's lock (style reference 0.10).
    /// </summary>
    public static NpgsqlDataSource SequencerSource(string connectionString) =>
        SourceOf(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, MaxAutoPrepare = 16 }.ConnectionString,
            SequencerRole, LostHost);

    // The server lets go of the lock of a leader whose host has vanished without a word after some 11 s, not after 2 hours.
    private const string LostHost = " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

    private static NpgsqlDataSource SourceOf(string connectionString, string role, string options = "")
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Options = $"-c role={role}{options}",
            // A cancelled commit can be reported as a success that was never replicated (operations reference 0.2).
            CancellationTimeout = -1,
        };
        return NpgsqlDataSource.Create(builder.ConnectionString);
    }

    private static string Script(string schema)
    {
        using var stream = typeof(RegistrySchema).Assembly.GetManifestResourceStream("registry.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Replace("{schema}", schema, StringComparison.Ordinal)
            .Replace("{without-case}", AccessSearch.WithoutCase, StringComparison.Ordinal)
            .Replace("{runtime}", RuntimeRole, StringComparison.Ordinal)
            .Replace("{sequencer}", SequencerRole, StringComparison.Ordinal);
    }

    private static async Task ApplyStoreAsync(NpgsqlDataSource source, string schema, TimeProvider clock)
    {
        await using var store = DocumentStore.For(options =>
            RegistryStore.Configure(options, source, schema, clock, AutoCreate.CreateOrUpdate));
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(token);
    }
}
