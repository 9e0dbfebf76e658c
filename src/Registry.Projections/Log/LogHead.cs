using Npgsql;
using Registry.Domain.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>Where a log stands. It moves by compare-and-swap on size and term only.</summary>
public sealed record LogHead(string Tenant, string Origin, CompactRange Edge, LogHash Chain, long Term)
{
    public long Size => Edge.Size;

    /// <summary>Creates the log when it is new, and says under which origin it is kept.</summary>
    public static async Task<string> EnsureAsync(
        NpgsqlDataSource database, string schema, string tenant, string origin, CancellationToken token)
    {
        await using var insert = database.CreateCommand(
            $"""
            insert into {schema}.log_head (tenant, origin, size, edge, chain, term)
            values ($1, $2, 0, '', $3, 0) on conflict do nothing
            """).With(tenant, origin, HashChain.Start(origin).ToArray());
        await insert.ExecuteNonQueryAsync(token);

        await using var select = database.CreateCommand($"select origin from {schema}.log_head where tenant = $1")
            .With(tenant);
        return (string)(await select.ExecuteScalarAsync(token))!;
    }

    /// <summary>Raises the fencing term: from here on no earlier leader can move the head.</summary>
    public static async Task<LogHead> TakeOverAsync(
        NpgsqlConnection connection, string schema, string tenant, CancellationToken token)
    {
        await using var update = new NpgsqlCommand(
            $"""
            update {schema}.log_head set term = term + 1 where tenant = $1
            returning origin, size, edge, chain, term
            """,
            connection).With(tenant);
        await using var reader = await update.ExecuteReaderAsync(token);
        await reader.ReadAsync(token);
        return new LogHead(
            tenant, reader.GetString(0), CompactRange.FromBytes(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)),
            LogHash.FromBytes(reader.GetFieldValue<byte[]>(3)), reader.GetInt64(4));
    }

    /// <summary>False when another leader has been at work: then nothing may be committed.</summary>
    public async Task<bool> MoveToAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string schema, LogHead next, CancellationToken token)
    {
        await using var update = new NpgsqlCommand(
            $"""
            update {schema}.log_head set size = $1, edge = $2, chain = $3
            where tenant = $4 and size = $5 and term = $6
            """,
            connection, transaction)
            .With(next.Size, next.Edge.ToBytes(), next.Chain.ToArray(), Tenant, Size, Term);
        return await update.ExecuteNonQueryAsync(token) == 1;
    }
}
