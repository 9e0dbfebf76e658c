using JasperFx;
using Marten;
using Npgsql;

namespace Registry.Projections.Schema;

/// <summary>
/// Creates and updates the tables as their owner, and gives the runtime role no more than it needs. The runtime never
/// creates anything (<c>AutoCreate.None</c>).
/// </summary>
public static class RegistrySchema
{
    /// <summary>The role that every runtime connection takes on.</summary>
    public const string RuntimeRole = "registry_runtime";

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
            await using var store = DocumentStore.For(options =>
                RegistryStore.Configure(options, source, schema, clock, AutoCreate.CreateOrUpdate));
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
            await Execute(connection, Script(schema), token);
        }
        finally
        {
            await Execute(connection, $"select pg_advisory_unlock({MigrationLock})", CancellationToken.None);
        }
    }

    /// <summary>A data source whose connections run as the runtime role.</summary>
    public static NpgsqlDataSource RuntimeSource(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Options = $"-c role={RuntimeRole}",
            // A cancelled commit can be reported as a success that was never replicated (operations reference 0.2).
            CancellationTimeout = -1,
        };
        return NpgsqlDataSource.Create(builder.ConnectionString);
    }

    /// <summary>What may be done to history that must not be; empty when all is well.</summary>
    /// <param name="loginToo">
    /// Also what the login role holds, which could leave the runtime role again. Not where one login owns everything.
    /// </param>
    public static async Task<IReadOnlyList<string>> ForbiddenPrivilegesAsync(
        NpgsqlDataSource runtime, string schema, bool loginToo, CancellationToken token)
    {
        await using var select = runtime.CreateCommand(
            """
            select protected || ' ' || privilege
            from unnest(array['mt_events', 'log_entry', 'log_subtree', 'log_checkpoint', 'log_publication']) as protected,
                 unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) as privilege
            where has_table_privilege(current_user, format('%I.%I', $1, protected), privilege)
               or $2 and has_table_privilege(session_user, format('%I.%I', $1, protected), privilege)
            order by 1
            """).With(schema, loginToo);
        var held = new List<string>();
        await using var reader = await select.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
            held.Add(reader.GetString(0));
        return held;
    }

    private static string Script(string schema)
    {
        using var stream = typeof(RegistrySchema).Assembly.GetManifestResourceStream("registry.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Replace("{schema}", schema, StringComparison.Ordinal)
            .Replace("{role}", RuntimeRole, StringComparison.Ordinal);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(token);
    }
}
