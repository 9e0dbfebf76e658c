using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>Signed checkpoints, one per size, and publications: checkpoints as they are served. None is ever changed.</summary>
public static class CheckpointStore
{
    /// <summary>The newest checkpoint that was signed, served or not.</summary>
    /// <param name="below">Only those of a smaller size.</param>
    public static Task<string?> NewestSignedAsync(
        NpgsqlConnection connection, string schema, string log, CancellationToken token, long below = long.MaxValue) =>
        NoteAsync(connection, $"select note from {schema}.log_checkpoint where log = $1 and size < {below} order by size desc limit 1", log, token);

    /// <summary>The checkpoint that is served: everything shown to anybody is under it.</summary>
    public static Task<string?> NewestPublishedAsync(
        NpgsqlConnection connection, string schema, string log, CancellationToken token) =>
        NoteAsync(connection, $"select note from {schema}.log_publication where log = $1 order by seq desc limit 1", log, token);

    /// <summary>Keeps a signed checkpoint. False when the term has passed to another leader, or the size was signed before.</summary>
    internal static async Task<bool> InsertAsync(
        NpgsqlConnection connection, string schema, LogHead head, string note, CancellationToken token)
    {
        await using var insert = new NpgsqlCommand(
            $"""
            insert into {schema}.log_checkpoint (log, size, note)
            select log, $2, $3 from {schema}.log_head where log = $1 and term = $4
            on conflict do nothing
            """,
            connection).With(head.Log, head.Size, note, head.Term);
        return await insert.ExecuteNonQueryAsync(token) == 1;
    }

    internal static async Task PublishAsync(
        NpgsqlConnection connection, string schema, string log, long size, string note, CancellationToken token)
    {
        await using var insert = new NpgsqlCommand(
            $"insert into {schema}.log_publication (log, size, note) values ($1, $2, $3)", connection).With(log, size, note);
        await insert.ExecuteNonQueryAsync(token);
    }

    /// <summary>
    /// Publishes a checkpoint as witnesses have cosigned it. False when the term has passed to another leader, or a larger
    /// tree is served already: what is served never shrinks.
    /// </summary>
    internal static async Task<bool> PublishUnderAsync(
        NpgsqlDataSource database, string schema, string log, long term, long size, string note, CancellationToken token)
    {
        await using var insert = database.CreateCommand(
            $"""
            insert into {schema}.log_publication (log, size, note)
            select log, $2, $3 from {schema}.log_head where log = $1 and term = $4
            and not exists (select from {schema}.log_publication where log = $1 and size > $2)
            """).With(log, size, note, term);
        return await insert.ExecuteNonQueryAsync(token) == 1;
    }

    private static async Task<string?> NoteAsync(
        NpgsqlConnection connection, string query, string log, CancellationToken token)
    {
        await using var select = new NpgsqlCommand(query, connection).With(log);
        return (string?)await select.ExecuteScalarAsync(token);
    }
}
