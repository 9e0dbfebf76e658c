using Npgsql;
using Registry.Projections.Schema;

namespace Registry.Projections.Access;

/// <summary>
/// How many looks were had under sharing grants, counted as <see cref="LookLimits"/> counts them: from the records of the accesses, an event for one
/// look, refused ones for none.
/// </summary>
public sealed class LooksHad(NpgsqlDataSource database, string schema)
{
    /// <summary>By step; a step under which nobody looked is not there.</summary>
    /// <param name="since">RFC 3339 in UTC as entries have it.</param>
    public async Task<IReadOnlyDictionary<string, long>> SinceAsync(
        string tenant, IReadOnlyCollection<string> steps, string since, CancellationToken token)
    {
        var had = new Dictionary<string, long>();
        if (steps.Count == 0)
            return had;
        await using var select = database.CreateCommand(
            $"""
            select data -> 'by' ->> 'step', count(distinct data ->> 'eventId') from {schema}.mt_doc_accessrecord
            where tenant_id = $1 and data -> 'by' ->> 'step' = any($2) and data ->> 'at' >= $3
                and data -> 'by' ->> 'step' like 'sharing-grant/%' and data ->> 'refusedAs' is null
            group by 1
            """).With(tenant, steps.ToArray(), since);
        await using var reader = await select.ExecuteReaderAsync(token);
        while (await reader.ReadAsync(token))
            had[reader.GetString(0)] = reader.GetInt64(1);
        return had;
    }
}
