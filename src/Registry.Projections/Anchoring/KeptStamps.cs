using Npgsql;
using Registry.Domain.Log;
using Registry.Projections.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.Anchoring;

/// <summary>The time stamps that <see cref="TimeStamping"/> has kept.</summary>
internal sealed class KeptStamps(NpgsqlDataSource database, string schema)
{
    /// <summary>The first stamp over a tree that holds the entry, which says how old it is at least, and the newest.</summary>
    /// <param name="last">Index of the entry.</param>
    /// <param name="size">Stamps over larger trees are left out.</param>
    public async Task<IReadOnlyList<(Checkpoint Stamped, byte[] Token)>> OverAsync(
        TenantLog log, long last, long size, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select c.note, t.token from {schema}.log_timestamp t join {schema}.log_checkpoint c using (log, size)
            where t.log = $1 and t.seq in (
                (select seq from {schema}.log_timestamp where log = $1 and size > $2 and size <= $3 order by seq limit 1),
                (select seq from {schema}.log_timestamp where log = $1 and size > 0 and size <= $3 order by seq desc limit 1))
            order by t.seq
            """).With(log.Id, last, size);
        await using var reader = await select.ExecuteReaderAsync(token);
        var stamps = new List<(Checkpoint, byte[])>();
        while (await reader.ReadAsync(token))
            stamps.Add((
                log.Keys.Open(reader.GetString(0)).Value
                    ?? throw new LogRefusedException($"{log.Origin}: a stamped checkpoint does not verify under the log's key."),
                reader.GetFieldValue<byte[]>(1)));
        return stamps;
    }
}
