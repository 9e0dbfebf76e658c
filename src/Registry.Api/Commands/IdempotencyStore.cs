using Marten;
using Npgsql;
using Registry.Api.Hosting;
using Registry.Projections.Schema;

namespace Registry.Api.Commands;

/// <summary>Answers by key, in PostgreSQL, so that any node gives the same one.</summary>
internal sealed class IdempotencyStore(NpgsqlDataSource database, RegistrySettings settings, RegistryRuntime runtime)
{
    /// <summary>Keys the digests of requests: a plain hash of a body would let its personal data be guessed.</summary>
    public byte[] DigestKey { get; } = runtime.Secrets.Secret("idempotency-digest");

    private const string Columns = "(tenant, actor, key, request, status, etag, location, body)";

    /// <summary>The answer given before, and whether it was given to the same request.</summary>
    public async Task<(Answer Answer, bool Same)?> FindAsync(IdempotentRequest request, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select request, status, etag, location, body from {settings.Schema}.idempotency
            where tenant = $1 and actor = $2 and key = $3
            """).With(request.Tenant, request.Actor, request.Key);
        await using var reader = await select.ExecuteReaderAsync(token);
        if (!await reader.ReadAsync(token))
            return null;
        var answer = new Answer(reader.GetInt32(1), Text(reader, 2), Text(reader, 3), reader.GetString(4));
        return (answer, reader.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(request.Digest));
    }

    /// <summary>Queues the answer into the write's own transaction: both are there or neither is.</summary>
    public void Queue(IDocumentSession session, IdempotentRequest request, Answer answer) =>
        session.QueueSqlCommand(
            $"insert into {settings.Schema}.idempotency {Columns} values (?, ?, ?, ?, ?, ?, ?, ?)",
            request.Tenant, request.Actor, request.Key, request.Digest, answer.Status,
            (object?)answer.ETag ?? DBNull.Value, (object?)answer.Location ?? DBNull.Value, answer.Body);

    /// <summary>Keeps a refusal, which has no transaction of its own. The first answer stays: false when there is one.</summary>
    public async Task<bool> KeepAsync(IdempotentRequest request, Answer answer)
    {
        await using var insert = database.CreateCommand(
            $"""
            insert into {settings.Schema}.idempotency {Columns}
            values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing
            """).With(
                request.Tenant, request.Actor, request.Key, request.Digest, answer.Status, answer.ETag, answer.Location,
                answer.Body);
        return await insert.ExecuteNonQueryAsync(CancellationToken.None) == 1;
    }

    /// <summary>Whether a save failed because another request with the same key was first.</summary>
    public static bool IsRepeat(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "idempotency_pkey" }
        || failure.InnerException is { } inner && IsRepeat(inner);

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
