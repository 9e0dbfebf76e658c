using Npgsql;

namespace Registry.Testing;

/// <summary>Holds everybody else off one table of a host, until it is disposed.</summary>
public sealed class Freeze : IAsyncDisposable
{
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    private readonly RegistryHost host;
    private readonly NpgsqlConnection connection;
    private readonly string table;

    private Freeze(RegistryHost host, NpgsqlConnection connection, string table) =>
        (this.host, this.connection, this.table) = (host, connection, table);

    public static async Task<Freeze> OfAsync(RegistryHost host, string table)
    {
        var connection = await host.OwnerConnectionAsync();
        await using var command = new NpgsqlCommand($"begin; lock table {table} in exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return new(host, connection, table);
    }

    /// <summary>Waits until a writer stands before the table.</summary>
    public Task HasStoppedSomebodyAsync() => Eventually.HoldsAsync(
        $"a writer waits for {table}",
        async () => (long)(await host.RowAsync(Waiting("count(*)"), $"{host.Schema}.{table}"))[0]! > 0);

    /// <summary>Watches for a while that somebody who depends on the frozen table is not answered.</summary>
    public async Task HoldsBackAsync(Task pending)
    {
        if (await Task.WhenAny(pending, Task.Delay(Watch)) == pending)
            throw new InvalidOperationException($"An answer came although {table} could not be written.");
    }

    /// <summary>Ends the connections that wait, as a failing server would.</summary>
    public Task CutOffAsync() => host.RowAsync(
        Waiting("count(pg_terminate_backend(a.pid))"), $"{host.Schema}.{table}");

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    // Reading is allowed beside an exclusive lock, so only writers wait.
    private static string Waiting(string what) =>
        $"""
        select {what} from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.relation = $1::regclass and not l.granted
        """;
}
