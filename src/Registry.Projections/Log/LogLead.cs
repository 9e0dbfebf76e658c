using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>How the lead of a log is taken: an advisory lock, a higher term, and a head that is the entries'.</summary>
internal static class LogLead
{
    // Asked over a connection that is there already, so that a dead leader is replaced at once.
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    /// <param name="clock">For waiting while another leads; without one the answer is then null.</param>
    public static async Task<(NpgsqlConnection Connection, LogHead Head)?> TakeAsync(
        NpgsqlDataSource unpooled, string schema, string log, TimeProvider? clock, CancellationToken token)
    {
        var connection = await unpooled.OpenConnectionAsync(token);
        try
        {
            while (!await TryLock(connection, schema, log, token))
            {
                if (clock is null)
                {
                    await connection.DisposeAsync();
                    return null;
                }
                await Task.Delay(BetweenTries, clock, token);
            }
            await ReadByIndex(connection, token);
            var head = await LogHead.TakeOverAsync(connection, schema, log, token);
            await RequireHeadOfEntries(new LogReader(connection, schema), head, token);
            return (connection, head);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> TryLock(NpgsqlConnection connection, string schema, string log, CancellationToken token)
    {
        await using var take = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", connection)
            .With($"registry/sequencer/{schema}/{log}");
        return (bool)(await take.ExecuteScalarAsync(token))!;
    }

    // Without it an inbox that has just filled is read whole for each batch: 2,000 entries/s were measured instead of 50,000.
    private static async Task ReadByIndex(NpgsqlConnection connection, CancellationToken token)
    {
        await using var set = new NpgsqlCommand("set enable_seqscan = off", connection);
        await set.ExecuteNonQueryAsync(token);
    }

    private static async Task RequireHeadOfEntries(LogReader reader, LogHead head, CancellationToken token)
    {
        if (!head.Edge.Equals(await reader.EdgeAsync(head.Log, head.Size, token)))
            throw new LogRefusedException($"{head.Origin}: the head's tree of {head.Size} entries is not the entries' tree.");
        if (head.Chain != await reader.ChainAsync(head.Log, head.Origin, head.Size, token))
            throw new LogRefusedException($"{head.Origin}: the head's chain value is not that of entry {head.Size - 1}.");
        if ((await reader.EntriesAsync(head.Log, head.Size, 1, token)).Count > 0)
            throw new LogRefusedException($"{head.Origin}: entry {head.Size} stands beyond the head.");
    }
}
