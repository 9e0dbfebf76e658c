using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Api.Imports;

/// <summary>One import of a register at a time, and one run of a batch: an advisory lock that dies with its connection and process.</summary>
internal sealed class ImportTurn : IAsyncDisposable
{
    private const string Key = "hashtextextended(concat_ws('/', 'register-import', $1, $2, $3), 0)";

    private readonly NpgsqlConnection? connection;
    private readonly string[] name;

    private ImportTurn(NpgsqlConnection? connection, string[] name) => (this.connection, this.name) = (connection, name);

    /// <summary>Null when the register is being imported already. A dry run needs no turn.</summary>
    public static async Task<ImportTurn?> TakeAsync(
        NpgsqlDataSource database, string schema, string tenant, string register, bool dryRun, CancellationToken token)
    {
        string[] name = [schema, tenant, register];
        if (dryRun)
            return new ImportTurn(null, name);
        var connection = await database.OpenConnectionAsync(token);
        try
        {
            await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({Key})", connection).With(name);
            if (await command.ExecuteScalarAsync(token) is true)
                return new ImportTurn(connection, name);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (connection is null)
            return;
        // A pooled connection keeps its session, and with it the lock.
        await using (var command = new NpgsqlCommand($"select pg_advisory_unlock({Key})", connection).With(name))
            await command.ExecuteNonQueryAsync();
        await connection.DisposeAsync();
    }
}
