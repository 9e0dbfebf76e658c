using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Projections.Anchoring;

/// <summary>How far a log is signed and published, and how long ago others confirmed it, by the database's own clock.</summary>
/// <param name="WitnessedAge">Since the newest publication, or the first signature where there is none; null before that.</param>
/// <param name="StampedAge">Since the newest time stamp, or the first publication where there is none; null before that.</param>
public sealed record Confirmations(
    long? SignedSize, long? PublishedSize, TimeSpan? WitnessedAge, long? StampedSize, TimeSpan? StampedAge)
{
    public static async Task<Confirmations> ReadAsync(NpgsqlDataSource database, string schema, string log, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select
                (select max(size) from {schema}.log_checkpoint where log = $1),
                (select size from {schema}.log_publication where log = $1 order by seq desc limit 1),
                clock_timestamp() - coalesce(
                    (select published_at from {schema}.log_publication where log = $1 order by seq desc limit 1),
                    (select signed_at from {schema}.log_checkpoint where log = $1 order by size limit 1)),
                (select size from {schema}.log_timestamp where log = $1 order by seq desc limit 1),
                clock_timestamp() - coalesce(
                    (select kept_at from {schema}.log_timestamp where log = $1 order by seq desc limit 1),
                    (select published_at from {schema}.log_publication where log = $1 order by seq limit 1))
            """).With(log);
        await using var row = await select.ExecuteReaderAsync(token);
        await row.ReadAsync(token);
        return new(
            await row.IsDBNullAsync(0, token) ? null : row.GetInt64(0),
            await row.IsDBNullAsync(1, token) ? null : row.GetInt64(1),
            await row.IsDBNullAsync(2, token) ? null : row.GetTimeSpan(2),
            await row.IsDBNullAsync(3, token) ? null : row.GetInt64(3),
            await row.IsDBNullAsync(4, token) ? null : row.GetTimeSpan(4));
    }
}
