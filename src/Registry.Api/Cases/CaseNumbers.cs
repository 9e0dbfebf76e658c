using Npgsql;
using Registry.Api.Hosting;
using Registry.Domain.Identifiers;
using Registry.Projections.Schema;

namespace Registry.Api.Cases;

/// <summary>
/// 办件编号: counts per item and day. A number is drawn on its own, so that applications for one item do not wait for
/// each other's commits; a refused application leaves a gap, and no number is used twice.
/// </summary>
internal sealed class CaseNumbers(NpgsqlDataSource database, RegistrySettings settings)
{
    public async Task<CaseNumber> NextAsync(string tenant, ItemCode item, DateOnly day, CancellationToken token)
    {
        await using var draw = database.CreateCommand(
            // Not flushed on its own: the case's commit comes later in the write-ahead log and flushes this one with it.
            $"""
            with unflushed as (select set_config('synchronous_commit', 'off', true))
            insert into {settings.Schema}.case_sequence as s (tenant, item, day, last) select $1, $2, $3, 1 from unflushed
            on conflict (tenant, item, day) do update set last = s.last + 1 returning last
            """).With(tenant, item.Value, day);
        return CaseNumber.Compose(item, day, (int)(await draw.ExecuteScalarAsync(token))!);
    }
}
