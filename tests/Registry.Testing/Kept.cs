using Npgsql;

namespace Registry.Testing;

/// <summary>How much a host has kept.</summary>
/// <param name="Events">Rows of history, without the tombstones that Marten leaves where a save failed.</param>
/// <param name="Leaves">Places in the log: waiting in the inbox or sequenced.</param>
/// <param name="Answers">Answers kept by idempotency key.</param>
public sealed record Footprint(long Events, long Leaves, long Answers);

/// <summary>What the database has kept, looked at past the server, as the owner of its tables.</summary>
public static class Kept
{
    public static async Task<NpgsqlConnection> OwnerConnectionAsync(this RegistryHost host)
    {
        var builder = new NpgsqlConnectionStringBuilder(await TestDatabase.ConnectionStringAsync())
        {
            SearchPath = host.Schema,
            Pooling = false,
        };
        var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public static async Task<Footprint> FootprintAsync(this RegistryHost host)
    {
        var counts = await host.RowAsync(
            """
            select (select count(*) from mt_events where type <> 'tombstone'),
                   (select count(*) from log_inbox) + (select count(*) from log_entry),
                   (select count(*) from idempotency)
            """);
        return new((long)counts[0]!, (long)counts[1]!, (long)counts[2]!);
    }

    /// <summary>How many events of one name there are.</summary>
    public static async Task<long> CountAsync(this RegistryHost host, string eventName) =>
        (long)(await host.RowAsync("select count(*) from mt_events where type = $1", eventName))[0]!;

    /// <summary>One row of any query; null values as null.</summary>
    public static async Task<object?[]> RowAsync(this RegistryHost host, string sql, params object[] arguments)
    {
        await using var connection = await host.OwnerConnectionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var argument in arguments)
            command.Parameters.Add(new() { Value = argument });
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync())
            throw new InvalidOperationException($"No row: {sql}");
        return [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))];
    }

    /// <summary>The first column of all rows of any query.</summary>
    public static async Task<IReadOnlyList<object>> RowsAsync(this RegistryHost host, string sql)
    {
        await using var connection = await host.OwnerConnectionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetValue(0));
        return rows;
    }

    /// <summary>What is wrong with the host's log and read models, once everything is published.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(this RegistryHost host)
    {
        await Eventually.HoldsAsync("everything is published", async () => (bool)(await host.RowAsync(
            """
            select not exists (select from log_inbox)
               and (select max(size) from log_publication) = (select size from log_head)
            """))[0]!);
        return await SoundLog.FaultsAsync(
            host.Runtime, host.Runtime.Logs.Of(host.Runtime.Settings.Authority), Promised.Nothing, CancellationToken.None);
    }

    /// <summary>Changes the schema under the running server, as an operator's mistake or a fault would.</summary>
    public static async Task ExecuteAsync(this RegistryHost host, string sql)
    {
        await using var connection = await host.OwnerConnectionAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
