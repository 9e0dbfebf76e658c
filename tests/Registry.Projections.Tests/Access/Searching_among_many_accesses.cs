using Registry.Projections.Access;
using Registry.Testing;

namespace Registry.Projections.Tests.Access;

/// <summary>An auditor's page costs the same among millions: what narrows it much has an index that is used.</summary>
public sealed class Searching_among_many_accesses(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private static readonly AccessFilter Everything = AccessFilter.Everything;

    [Fact]
    public async Task reads_each_page_by_its_index()
    {
        await ManyAccesses();
        var search = new AccessSearch(registry.Runtime.Database.Pooled, registry.Runtime.Store, registry.Schema);
        var unread = new Dictionary<string, long>();
        foreach (var (index, filter) in new Dictionary<string, AccessFilter>
        {
            ["access_by_time"] = Everything,
            ["access_by_officer"] = Everything with { Actor = "seldom" },
            ["access_by_agency"] = Everything with { Agency = "small" },
            ["access_outside_grounds"] = Everything with { WithoutCase = true },
            ["access_refused"] = Everything with { Refused = true },
            ["access_covert"] = Everything with { Agency = "small", Covert = true },
        })
        {
            unread[index] = await ScansOf(index);
            var page = await search.ReadAsync(RegistryFixture.Tenant, subject: null, filter, seals: null, behind: null, most: 20, TestContext.Current.CancellationToken)
                .ToListAsync(TestContext.Current.CancellationToken);
            page.Count.ShouldBe(20);
            page.Select(record => record.At).ShouldBeInOrder(SortDirection.Descending);
        }
        // PostgreSQL counts with some seconds' delay.
        foreach (var (index, before) in unread)
            await Eventually.HoldsAsync($"{index} was scanned", async () => await ScansOf(index) > before);
    }

    private Task<long> ScansOf(string index) => registry.Scalar<long>(
        $"select coalesce(idx_scan, 0) from pg_stat_user_indexes where schemaname = '{{schema}}' and indexrelname = '{index}'");

    // One of 400 is without a case, another of 400 refused; 50 officers of 10 agencies, and one of each that seldom comes by.
    private Task ManyAccesses() => registry.AsOwner(
        $$"""
        insert into {schema}.mt_doc_accessrecord (tenant_id, id, data, mt_dotnet_type, mt_version)
        select '{{RegistryFixture.Tenant}}', n || '/0', jsonb_build_object('id', n || '/0',
            'subject', 'person-' || n % 1000, 'eventId', gen_random_uuid(), 'number', 1, 'data', 'Case', 'resource', 'case/' || n, 'fields', '[]'::jsonb,
            'at', to_char(timestamp '2026-01-01' + n * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"'),
            'refusedAs', case when n % 400 = 1 then 'access-not-granted' end,
            'by', jsonb_build_object(
                'actor', case when n % 1000 = 7 then 'seldom' else 'officer-' || n % 50 end, 'role', 'caseworker', 'agency', case when n % 1000 = 3 then 'small' else 'agency-' || n % 10 end, 'purpose', 'case-handling', 'basis', 'x',
                'step', case when n % 400 = 0 then 'subjects/search' else 'case/1/Accepted' end)),
            'none', gen_random_uuid()
        from generate_series(1, 40000) n;
        analyze {schema}.mt_doc_accessrecord
        """);
}
