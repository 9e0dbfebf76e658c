using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Audit;

/// <summary>One reason for many findings, all or none; and what was closed can be looked through.</summary>
public sealed class Closing_several_findings(RegistryHost host) : IClassFixture<RegistryHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task closes_each_by_its_own_event_with_the_reason_sealed_for_its_officer()
    {
        var (rule, found) = await Found("caseworker", "caseworker", "caseworker2");
        using var auditor = await host.SignedInAs("auditor");
        var before = await host.CountAsync("finding_closed.v1");
        using var answer = await Close(auditor, found);
        var receipts = (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray().ToArray();
        receipts.Select(one => one.GetProperty("id").GetGuid()).ShouldBe(found, ignoreOrder: true);
        receipts.ShouldAllBe(one => one.GetProperty("version").GetInt64() == 2 && one.GetProperty("events").GetArrayLength() == 1);
        (await host.CountAsync("finding_closed.v1")).ShouldBe(before + 3);
        (await host.FindingsOf(rule)).ShouldBeEmpty();
        foreach (var finding in found)
        {
            using var reason = await auditor.GetAsync(new Uri($"/api/v1/audit/findings/{finding}/reason", UriKind.Relative), Token);
            (await reason.EnsureSuccessStatusCode().JsonAsync()).GetProperty("reason").GetString().ShouldBe("规则过宽");
        }
        ((long)(await host.RowAsync(
            "select count(distinct data -> 'reason' ->> 'subject') from mt_events where type = 'finding_closed.v1' and stream_id = any($1)", found))[0]!)
            .ShouldBe(2, "of two officers");
    }

    [Fact]
    public async Task closes_none_where_one_cannot_be()
    {
        var (rule, found) = await Found("caseworker", "caseworker", "caseworker2");
        using var auditor = await host.SignedInAs("auditor");
        using (var stale = await Close(auditor, found, version: 2))
            await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed, "stale-version");
        using (var absent = await Close(auditor, [.. found, Guid.NewGuid()]))
            await absent.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        // One of them is another agency's.
        using (var dpo = await host.SignedInAs("dpo"))
        using (var foreign = await Close(dpo, found))
            await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await host.FindingsOf(rule)).Length.ShouldBe(3);

        (await auditor.CloseAsync(found[1])).EnsureSuccessStatusCode();
        using (var closed = await auditor.WriteAsync("/api/v1/audit/findings/closing", new
        {
            findings = found.Select(id => new { id, version = id == found[1] ? 2 : 1 }), conclusion = "justified", reason = "规则过宽",
        }))
            await closed.ShouldBeProblem(HttpStatusCode.Conflict, "finding-already-closed");
        (await host.FindingsOf(rule)).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)] // the same twice
    [InlineData(101)]
    public async Task takes_a_hundred_at_most_and_each_once(int count)
    {
        using var auditor = await host.SignedInAs("auditor");
        var same = Guid.NewGuid();
        using var answer = await Close(auditor, [.. Enumerable.Range(0, count).Select(_ => count == 2 ? same : Guid.NewGuid())]);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "field-malformed", "findings");
    }

    [Fact]
    public async Task leaves_them_on_a_list_by_rule_and_day_page_by_page()
    {
        var (rule, found) = await Found("caseworker", "caseworker", "caseworker2");
        var (other, others) = await Found("caseworker");
        using var auditor = await host.SignedInAs("auditor");
        (await Closed(auditor, $"rule={rule}")).Findings.ShouldBeEmpty("open ones are on another list");
        (await Close(auditor, [.. found, .. others])).EnsureSuccessStatusCode();

        var all = await Closed(auditor, $"rule={rule}");
        all.Findings.Select(IdOf).ShouldBe(found, ignoreOrder: true);
        all.Findings.Select(one => one.GetProperty("at").GetString()).ShouldBeInOrder(SortDirection.Descending);
        all.Findings.ShouldAllBe(one => one.GetProperty("conclusion").GetString() == "falseAlarm" && one.GetProperty("closedBy").GetString() == "auditor-1");
        all.Next.ShouldBeNull();
        (await Closed(auditor, "limit=200")).Findings.Select(IdOf).ShouldContain(others.Single());

        var paged = new List<Guid>();
        for (var (page, before) = (await Closed(auditor, $"rule={rule}&limit=2"), 0); ; before++)
        {
            paged.AddRange(page.Findings.Select(IdOf));
            if (page.Next is not { } next)
                break;
            before.ShouldBeLessThan(3);
            page = await Closed(auditor, $"rule={rule}&limit=2&before={Uri.EscapeDataString(next)}");
        }
        paged.ShouldBe(all.Findings.Select(IdOf));

        var today = all.Findings[0].GetProperty("at").GetString()!;
        var day = Registry.Api.Hosting.Shanghai.DayOf(DateTimeOffset.Parse(today, System.Globalization.CultureInfo.InvariantCulture));
        (await Closed(auditor, $"rule={rule}&from={day:yyyy-MM-dd}")).Findings.ShouldNotBeEmpty();
        (await Closed(auditor, $"rule={rule}&from={day.AddDays(1):yyyy-MM-dd}")).Findings.ShouldBeEmpty();
        (await Closed(auditor, $"rule={rule}&to={day.AddDays(-1):yyyy-MM-dd}")).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task shows_a_data_protection_officer_those_of_the_agency_and_nobody_their_own()
    {
        var (rule, found) = await Found("caseworker", "caseworker2");
        using var auditor = await host.SignedInAs("auditor");
        (await Close(auditor, found)).EnsureSuccessStatusCode();
        using var dpo = await host.SignedInAs("dpo");
        (await Closed(dpo, $"rule={rule}")).Findings.Single().GetProperty("agency").GetString().ShouldBe(AuditJourneys.Commerce);
        using var unduly = host.SignedInWith(TokenForge.Officer(AuditJourneys.Commerce, "340100", "dpo"));
        (await Closed(unduly, $"rule={rule}")).Findings.ShouldBeEmpty();
        await host.ChargeAsync("officer-commerce-1", AuditJourneys.Commerce, "340100", "dataProtection");
        using var concerned = host.SignedInWith(new(TokenForge.Officer(AuditJourneys.Commerce, "340100", "dpo")) { ["sub"] = "officer-commerce-1" });
        (await Closed(concerned, $"rule={rule}")).Findings.ShouldBeEmpty();
        await host.DischargeAsync("officer-commerce-1", AuditJourneys.Commerce, "340100", "dataProtection");
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("before=2026", "before")]
    public async Task names_what_it_cannot_read(string query, string field)
    {
        using var auditor = await host.SignedInAs("auditor");
        using var answer = await auditor.GetAsync(new Uri($"/api/v1/audit/findings/closed?{query}", UriKind.Relative), Token);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "request-malformed", field);
    }

    /// <summary>Findings of a fresh rule, one for a look of each of them.</summary>
    private async Task<(Guid Rule, Guid[] Findings)> Found(params string[] officers)
    {
        var rule = await host.DefinedRule(new { kind = "withoutCase" });
        foreach (var officer in officers)
            await host.JudgedAsync(await host.LookWithoutCase(officer));
        return (rule, [.. (await host.FindingsOf(rule)).Select(IdOf)]);
    }

    private static Task<HttpResponseMessage> Close(HttpClient client, IEnumerable<Guid> findings, long version = 1) => client.WriteAsync(
        "/api/v1/audit/findings/closing",
        new { findings = findings.Select(id => new { id, version }), conclusion = "falseAlarm", reason = "规则过宽" });

    private static async Task<(JsonElement[] Findings, string? Next)> Closed(HttpClient client, string query)
    {
        using var answer = await client.GetAsync(new Uri($"/api/v1/audit/findings/closed?{query}", UriKind.Relative), Token);
        var page = await answer.EnsureSuccessStatusCode().JsonAsync();
        return ([.. page.GetProperty("findings").EnumerateArray()], page.TryGetProperty("next", out var next) ? next.GetString() : null);
    }

    private static Guid IdOf(JsonElement finding) => finding.GetProperty("id").GetGuid();
}
