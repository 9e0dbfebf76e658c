using Marten;
using Npgsql;
using Registry.Domain.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>Where a log stands. It moves by compare-and-swap on size and term only, and never back in time.</summary>
public sealed record LogHead(string Log, string Origin, CompactRange Edge, LogHash Chain, long Term)
{
    public long Size => Edge.Size;

    /// <summary>The tenant's logs, oldest first: the last one goes on. The first epoch is created where there is none.</summary>
    /// <param name="ownerConnection">The tables' owner: no working role may begin a log.</param>
    /// <param name="host">Public host of the origin.</param>
    /// <param name="epoch">Name of the first epoch, its year.</param>
    public static async Task<IReadOnlyList<(string Log, string Origin)>> EnsureAsync(
        string ownerConnection, string schema, string tenant, string host, string epoch, CancellationToken token)
    {
        var log = $"{tenant}/{epoch}";
        var origin = $"{host}/log/{log}";
        await using var database = NpgsqlDataSource.Create(ownerConnection);
        await using var insert = database.CreateCommand(
            $"""
            insert into {schema}.log_head (log, tenant, epoch, origin, size, edge, chain, term)
            select $1, $2, 1, $3, 0, '', $4, 0 where not exists (select from {schema}.log_head where tenant = $2)
            on conflict do nothing
            """).With(log, tenant, origin, HashChain.Start(origin).ToArray());
        await insert.ExecuteNonQueryAsync(token);

        await using var select = database.CreateCommand(
            $"select log, origin from {schema}.log_head where tenant = $1 order by epoch").With(tenant);
        await using var reader = await select.ExecuteReaderAsync(token);
        var logs = new List<(string Log, string Origin)>();
        while (await reader.ReadAsync(token))
            logs.Add((reader.GetString(0), reader.GetString(1)));
        return logs;
    }

    internal static async Task<int> NewestEpochAsync(NpgsqlConnection connection, string schema, string tenant, CancellationToken token)
    {
        await using var select = new NpgsqlCommand($"select max(epoch) from {schema}.log_head where tenant = $1", connection).With(tenant);
        return (int)(await select.ExecuteScalarAsync(token))!;
    }

    /// <summary>Begins a further epoch in a session of the tables' owner, with the events that open it.</summary>
    internal static void QueueStart(IDocumentSession session, string schema, TenantLog log, int epoch) => session.QueueSqlCommand(
        $"insert into {schema}.log_head (log, tenant, epoch, origin, size, edge, chain, term) values (?, ?, ?, ?, 0, '', ?, 0)",
        log.Id, log.Tenant, epoch, log.Origin, HashChain.Start(log.Origin).ToArray());

    /// <summary>Raises the fencing term: from here on no earlier leader can move the head.</summary>
    /// <exception cref="LogRefusedException">Another log follows this one: it is closed.</exception>
    public static async Task<LogHead> TakeOverAsync(
        NpgsqlConnection connection, string schema, string log, CancellationToken token)
    {
        await using var update = new NpgsqlCommand(
            $"""
            update {schema}.log_head head set term = term + 1
            where log = $1 and not exists (select from {schema}.log_head l where l.tenant = head.tenant and l.epoch > head.epoch)
            returning origin, size, edge, chain, term
            """,
            connection).With(log);
        return await ReadAsync(update, log, token);
    }

    /// <summary>Where the log stands, for somebody who does not lead it.</summary>
    public static async Task<LogHead> ReadAsync(NpgsqlConnection connection, string schema, string log, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"select origin, size, edge, chain, term from {schema}.log_head where log = $1", connection).With(log);
        return await ReadAsync(select, log, token);
    }

    private static async Task<LogHead> ReadAsync(NpgsqlCommand command, string log, CancellationToken token)
    {
        await using var reader = await command.ExecuteReaderAsync(token);
        if (!await reader.ReadAsync(token))
            throw new LogRefusedException($"{log}: the log is closed, another follows it. Restart the server.");
        return new LogHead(
            log, reader.GetString(0), CompactRange.FromBytes(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)),
            LogHash.FromBytes(reader.GetFieldValue<byte[]>(3)), reader.GetInt64(4));
    }

    /// <summary>Moves to <paramref name="next"/>, or says why nothing may be committed.</summary>
    /// <exception cref="LogRefusedException">Another leader has been at work.</exception>
    /// <exception cref="LogClockException">The database's clock stands before the last move.</exception>
    public async Task MoveToAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string schema, LogHead next, CancellationToken token)
    {
        await using var update = new NpgsqlCommand(
            $"""
            update {schema}.log_head set size = $1, edge = $2, chain = $3, moved_at = clock_timestamp()
            where log = $4 and size = $5 and term = $6 and moved_at < clock_timestamp()
            """,
            connection, transaction)
            .With(next.Size, next.Edge.ToBytes(), next.Chain.ToArray(), Log, Size, Term);
        if (await update.ExecuteNonQueryAsync(token) == 1)
            return;
        await using var still = new NpgsqlCommand(
            $"select from {schema}.log_head where log = $1 and size = $2 and term = $3", connection, transaction)
            .With(Log, Size, Term);
        await using var reader = await still.ExecuteReaderAsync(token);
        throw await reader.ReadAsync(token)
            ? new LogClockException($"{Origin}: the database's clock stands before the head's last move.")
            : new LogRefusedException($"{Origin}: the head moved under term {Term}; another leader is at work.");
    }
}
