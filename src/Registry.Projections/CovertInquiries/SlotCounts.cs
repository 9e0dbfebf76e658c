using Npgsql;
using Registry.Domain.CovertInquiries;
using Registry.Domain.Directory;
using Registry.Domain.Log;
using Registry.Projections.Schema;

namespace Registry.Projections.CovertInquiries;

/// <summary>Counts sealed lines by month and kind of authority, over their own index.</summary>
public sealed class SlotCounts(NpgsqlDataSource database, string schema)
{
    /// <param name="from">The first moment, <paramref name="until"/> the one after the last.</param>
    public async Task<IReadOnlyList<SlotCount>> BetweenAsync(
        string tenant, DateTimeOffset from, DateTimeOffset until, CancellationToken token)
    {
        await using var select = database.CreateCommand(
            $"""
            select date_trunc('month', (a.data ->> 'at')::timestamptz at time zone 'Asia/Shanghai')::date, c.data ->> 'class', count(*),
                count(distinct a.data ->> 'subject')
            from {schema}.mt_doc_accessrecord a
            join {schema}.mt_doc_covertinquirycard c on c.tenant_id = a.tenant_id and 'covert/' || c.id = a.data -> 'by' ->> 'step'
            where a.tenant_id = $1 and a.data -> 'by' ->> 'step' like 'covert/%' and a.data ->> 'at' >= $2 and a.data ->> 'at' < $3
            group by 1, 2
            """).With(tenant, LogEntry.TimeText(from), LogEntry.TimeText(until));
        await using var reader = await select.ExecuteReaderAsync(token);
        var counts = new List<SlotCount>();
        while (await reader.ReadAsync(token))
            counts.Add(new(
                reader.GetFieldValue<DateOnly>(0), Enum.Parse<AuthorityClass>(reader.GetString(1), ignoreCase: true), reader.GetInt64(2),
                reader.GetInt64(3)));
        return counts;
    }
}
