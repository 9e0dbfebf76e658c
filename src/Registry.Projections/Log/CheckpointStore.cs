using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>Signed checkpoints, one per size, never changed.</summary>
public static class CheckpointStore
{
    public static async Task<string?> NewestAsync(
        NpgsqlConnection connection, string schema, string tenant, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(
            $"select note from {schema}.log_checkpoint where tenant = $1 order by size desc limit 1", connection).With(tenant);
        return (string?)await select.ExecuteScalarAsync(token);
    }

    internal static async Task InsertAsync(
        NpgsqlConnection connection, string schema, string tenant, long size, string note, CancellationToken token)
    {
        await using var insert = new NpgsqlCommand(
            $"insert into {schema}.log_checkpoint (tenant, size, note) values ($1, $2, $3)", connection)
            .With(tenant, size, note);
        await insert.ExecuteNonQueryAsync(token);
    }
}
