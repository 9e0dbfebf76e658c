using Registry.Domain.Audit;
using Registry.Projections.Access;

namespace Registry.Projections.Tests.Access;

/// <summary>The auditor's search and the audit rule call the same looks looks without a case.</summary>
public sealed class Searching_for_looks_without_a_case(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private static readonly string?[] Steps =
    [
        .. Look.Cases.Select(kind => $"{kind}/1"), .. Look.Cases, .. Look.Cases.Select(kind => $"{kind}s/1"), .. Look.Cases.Select(kind => $"my-{kind}/1"),
        "case/1/Accepted", "emergency/1", "subjects/search", "", null,
    ];

    [Fact]
    public async Task finds_those_that_the_rule_finds_and_the_others_when_asked_for_them()
    {
        foreach (var (number, step) in Steps.Index())
            await ShowAsync(number, step);
        var without = Numbers(hasCase: false);
        (await FoundAsync(withoutCase: true)).ShouldBe(without, ignoreOrder: true);
        (await FoundAsync(withoutCase: false)).ShouldBe(Numbers(hasCase: true), ignoreOrder: true);
        without.Count().ShouldBe(Steps.Length - Look.Cases.Count - 1);
    }

    private static IEnumerable<string> Numbers(bool hasCase) => Steps.Index()
        .Where(one => new Look(Guid.Empty, default, "officer", null, one.Item, Refused: false, []).HasCase == hasCase)
        .Select(one => $"{one.Index}/0");

    private async Task<IReadOnlyList<string>> FoundAsync(bool withoutCase)
    {
        var search = new AccessSearch(registry.Runtime.Database.Pooled, registry.Runtime.Store, registry.Schema);
        return await search.ReadAsync(
                RegistryFixture.Tenant, subject: null, AccessFilter.Everything with { WithoutCase = withoutCase }, seals: null, behind: null, most: 100,
                TestContext.Current.CancellationToken)
            .Select(record => record.Id).ToListAsync(TestContext.Current.CancellationToken);
    }

    private Task ShowAsync(int number, string? step) => registry.AsOwner(
        $$"""
        insert into {schema}.mt_doc_accessrecord (tenant_id, id, data, mt_dotnet_type, mt_version)
        values ('{{RegistryFixture.Tenant}}', '{{number}}/0', jsonb_build_object('id', '{{number}}/0',
            'subject', 'person', 'eventId', gen_random_uuid(), 'number', 1, 'data', 'Case', 'resource', 'case/1', 'fields', '[]'::jsonb,
            'at', '2026-01-01T00:00:00.000Z', 'refusedAs', null, 'by', jsonb_build_object(
                'actor', 'officer', 'role', 'caseworker', 'agency', 'agency', 'purpose', 'case-handling', 'basis', 'x',
                'step', {{(step is null ? "null" : $"'{step}'")}})), 'none', gen_random_uuid())
        """);
}
