using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Audit;
using Registry.Projections.Log;
using Registry.Testing;

namespace Registry.Api.Tests.Audit;

/// <summary>An officer looks, and within seconds there is a finding, or none.</summary>
public sealed class Raising_findings(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task for_a_look_without_a_case_and_not_for_one_with()
    {
        var @case = await host.SubmittedCase();
        var rule = await host.DefinedRule(new { kind = "withoutCase", agency = AuditJourneys.Commerce });
        var (with, without) = (await host.Look("caseworker", @case), await host.LookWithoutCase());
        await host.JudgedAsync(without);

        var finding = (await host.FindingsOf(rule)).Single();
        finding.GetProperty("kind").GetString().ShouldBe("withoutCase");
        finding.GetProperty("officer").GetString().ShouldBe("officer-commerce-1");
        finding.GetProperty("agency").GetString().ShouldBe(AuditJourneys.Commerce);
        finding.GetProperty("ruleVersion").GetInt32().ShouldBe(1);
        finding.GetProperty("ageDays").GetInt32().ShouldBe(0);
        var whole = await host.Finding(finding.GetProperty("id").GetGuid());
        whole.Accesses().ShouldBe([without]);
        whole.Accesses().ShouldNotContain(with);
        whole.GetProperty("isOpen").GetBoolean().ShouldBeTrue();
        // The platform raises it, in the log like everything else.
        (await host.RowAsync(
            "select headers ->> 'actor', headers ->> 'purpose', headers ->> 'step' from mt_events where type = 'finding_raised.v1' and stream_id = $1",
            finding.GetProperty("id").GetGuid())).ShouldBe(["platform", "audit", $"audit-rule/{rule}"]);
    }

    [Fact]
    public async Task for_a_look_in_an_emergency()
    {
        var @case = await host.ApprovedCase();
        var rule = await host.DefinedRule(new { kind = "withoutCase" });
        using var officer = await host.SignedInAs("caseworker3");
        using var asked = await officer.WriteAsync($"/api/v1/cases/{@case}/emergency", new { reason = "急" });
        var emergency = (await asked.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        using var dpo = await host.SignedInAs("dpo");
        (await dpo.WriteAsync($"/api/v1/emergencies/{emergency}/release", version: 1)).EnsureSuccessStatusCode();
        officer.DefaultRequestHeaders.Add("Emergency", emergency.ToString());
        using var read = await officer.GetAsync($"/api/v1/cases/{@case}", TestContext.Current.CancellationToken);
        var look = (await read.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();
        await host.JudgedAsync(look);
        (await host.Finding((await host.FindingsOf(rule)).Single().GetProperty("id").GetGuid())).Accesses().ShouldBe([look]);
    }

    [Fact]
    public async Task for_a_look_outside_the_hours_of_work()
    {
        var @case = await host.SubmittedCase();
        // Nobody works longer than a second of the night.
        var rule = await host.DefinedRule(new { kind = "offHours", opensAt = "03:00:00", closesAt = "03:00:01" });
        var look = await host.Look("caseworker", @case);
        await host.JudgedAsync(look);
        (await host.Finding((await host.FindingsOf(rule)).Single().GetProperty("id").GetGuid())).Accesses().ShouldBe([look]);
    }

    [Fact]
    public async Task for_more_persons_than_anybody_needs()
    {
        var (one, two, three) = (await host.SubmittedCase(), await host.SubmittedCase("citizen2"), await host.SubmittedCase("company"));
        var rule = await host.DefinedRule(new { kind = "massLookUp", mostPersons = 2, withinMinutes = 1440 });
        Guid[] looks = [await host.Look("caseworker", one), await host.Look("caseworker", one), await host.Look("caseworker", two)];
        // Others' looks are theirs.
        await host.JudgedAsync(await host.LookWithoutCase("caseworker3"));
        (await host.FindingsOf(rule)).ShouldBeEmpty();

        var third = await host.Look("caseworker", three);
        await host.JudgedAsync(third);
        (await host.Finding((await host.FindingsOf(rule)).Single().GetProperty("id").GetGuid())).Accesses().ShouldBe([looks[0], looks[2], third]);
        // Whoever goes on is found out already.
        await host.JudgedAsync(await host.Look("caseworker", three));
        (await host.FindingsOf(rule)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task not_about_those_who_look_at_the_looks_or_at_their_own()
    {
        var @case = await host.SubmittedCase();
        var rules = new[] { await host.DefinedRule(new { kind = "withoutCase" }), await host.DefinedRule(new { kind = "offHours", opensAt = "03:00:00", closesAt = "03:00:01" }) };
        using var auditor = await host.SignedInAs("auditor");
        using var search = await auditor.WriteAsync("/api/v1/audit/accesses/search", new { reason = "抽查", limit = 200 });
        await host.JudgedAsync((await search.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid());
        await host.JudgedAsync(await host.Look("citizen", @case));
        foreach (var rule in rules)
            (await host.FindingsOf(rule)).ShouldBeEmpty();
    }

    [Fact]
    public async Task once_however_often_and_by_however_many_it_is_judged()
    {
        var (_, _, look) = await host.RaisedFinding();
        var before = await host.CountAsync("finding_raised.v1");
        // As after a restart from an old backup of the position, with other nodes at work at the same time.
        await host.ExecuteAsync("delete from audit_position");
        var judging = host.Services.GetRequiredService<Judging>();
        var log = host.Services.GetRequiredService<TenantLogs>().Of("340100");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => judging.JudgeNextAsync(log, CancellationToken.None)));
        await host.JudgedAsync(look);
        (await host.CountAsync("finding_raised.v1")).ShouldBe(before);
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task by_a_rule_that_was_retired_long_ago_when_it_is_applied_to_the_past()
    {
        var look = await host.LookWithoutCase();
        var rule = await host.DefinedRule(new { kind = "withoutCase" });
        using var auditor = await host.SignedInAs("auditor");
        (await auditor.WriteAsync($"/api/v1/audit/rules/{rule}/retirement", version: 1)).EnsureSuccessStatusCode();
        // As if it had been so before those days.
        var retired = (string)(await host.RowAsync("select data ->> 'retiredAt' from mt_doc_auditrulecard where id = $1", rule))[0]!;
        await RetireAsync("2026-01-01T00:00:00+00:00");
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        using var answer = await auditor.WriteAsync($"/api/v1/audit/rules/{rule}/application", new { from = today.AddDays(-1), to = today });
        await RetireAsync(retired);
        answer.EnsureSuccessStatusCode();
        (await Task.WhenAll((await host.FindingsOf(rule)).Select(finding => host.Finding(finding.GetProperty("id").GetGuid()))))
            .ShouldContain(finding => finding.Accesses().Contains(look));

        Task RetireAsync(string at) => host.ExecuteAsync(
            $"update mt_doc_auditrulecard set data = jsonb_set(data, '{{retiredAt}}', '\"{at}\"') where id = '{rule}'");
    }

    [Fact]
    public async Task for_what_happened_before_only_when_a_rule_is_applied_to_it()
    {
        var look = await host.LookWithoutCase();
        var rule = await host.DefinedRule(new { kind = "withoutCase" });
        await host.JudgedAsync(await host.Look("caseworker", await host.SubmittedCase()));
        (await host.FindingsOf(rule)).ShouldBeEmpty();

        using var auditor = await host.SignedInAs("auditor");
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        var path = $"/api/v1/audit/rules/{rule}/application";
        using var first = await auditor.WriteAsync(path, new { from = today.AddDays(-1), to = today });
        var raised = (await first.EnsureSuccessStatusCode().JsonAsync()).GetProperty("raised").GetInt32();
        raised.ShouldBeGreaterThan(0);
        var findings = await host.FindingsOf(rule);
        findings.Length.ShouldBe(raised);
        (await Task.WhenAll(findings.Select(finding => host.Finding(finding.GetProperty("id").GetGuid()))))
            .ShouldContain(finding => finding.Accesses().Contains(look));
        using var again = await auditor.WriteAsync(path, new { from = today.AddDays(-1), to = today });
        (await again.JsonAsync()).GetProperty("raised").GetInt32().ShouldBe(0);
        using var lastYear = await auditor.WriteAsync(path, new { from = today.AddDays(-365), to = today.AddDays(-2) });
        (await lastYear.JsonAsync()).GetProperty("raised").GetInt32().ShouldBe(0);

        foreach (var (from, to, field) in ((DateOnly, DateOnly, string)[])
            [(today, today.AddDays(1), "to"), (today, today.AddDays(-1), "to"), (today.AddDays(-366), today, "to"), (new(1999, 1, 1), today, "from")])
        {
            using var wrong = await auditor.WriteAsync(path, new { from, to });
            await wrong.ShouldBeProblem(System.Net.HttpStatusCode.BadRequest, "field-malformed", field);
        }
        using var absent = await auditor.WriteAsync($"/api/v1/audit/rules/{Guid.NewGuid()}/application", new { from = today, to = today });
        await absent.ShouldBeProblem(System.Net.HttpStatusCode.NotFound, "not-found");
    }
}
