using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Projections.Log;

/// <summary>What an event's entry commits to, as it can be shown to whom it concerns: personal values in it stay sealed.</summary>
/// <param name="Payload">RFC 8785.</param>
/// <param name="Salt">base64.</param>
public sealed record CommittedPayload(Guid Event, string Payload, string Salt)
{
    /// <summary>Of a stream's first event; null where there is no such stream.</summary>
    public static async Task<CommittedPayload?> OfFirstAsync(
        NpgsqlDataSource database, string schema, string tenant, Guid stream, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"select id, data::text, headers::text from {schema}.mt_events where tenant_id = $1 and stream_id = $2 and version = 1")
            .With(tenant, stream);
        await using var reader = await select.ExecuteReaderAsync(token);
        if (!await reader.ReadAsync(token))
            return null;
        var (payload, salt) = StoredPayload.Compose(reader.GetString(1), reader.GetString(2));
        return new(reader.GetGuid(0), System.Text.Encoding.UTF8.GetString(payload), salt);
    }
}
