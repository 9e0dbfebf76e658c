using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Audit;

public sealed class Defining_a_rule(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task and_changing_and_retiring_it_counts_from_then_on()
    {
        var rule = await host.DefinedRule(new { kind = "withoutCase" });
        var first = await host.LookWithoutCase();
        using var admin = await host.SignedInAs("admin");
        // From now on only another agency's.
        using var changed = await admin.WriteAsync(
            $"/api/v1/audit/rules/{rule}/change", new { kind = "withoutCase", agency = "11340100MB1AC0103N" }, version: 1);
        changed.EnsureSuccessStatusCode();
        await host.LookWithoutCase();
        var health = await host.LookWithoutCase("caseworker2");
        using var retired = await admin.WriteAsync($"/api/v1/audit/rules/{rule}/retirement", version: 2);
        retired.EnsureSuccessStatusCode();
        await host.JudgedAsync(await host.LookWithoutCase("caseworker2"));

        var findings = await host.FindingsOf(rule);
        findings.Select(finding => finding.GetProperty("ruleVersion").GetInt32()).ShouldBe([1, 2]);
        (await host.Finding(findings[0].GetProperty("id").GetGuid())).Accesses().ShouldBe([first]);
        (await host.Finding(findings[1].GetProperty("id").GetGuid())).Accesses().ShouldBe([health]);

        using var auditor = await host.SignedInAs("auditor");
        using var list = await auditor.GetAsync("/api/v1/audit/rules", TestContext.Current.CancellationToken);
        var entry = (await list.JsonAsync()).EnumerateArray().Single(one => one.GetProperty("id").GetGuid() == rule);
        entry.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("terms").TryGetProperty("agency", out _)).ShouldBe([false, true]);
        entry.TryGetProperty("retiredAt", out _).ShouldBeTrue();
        entry.GetProperty("version").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task is_refused_where_it_would_become_another_or_is_over()
    {
        var rule = await host.DefinedRule(new { kind = "withoutCase" });
        using var auditor = await host.SignedInAs("auditor");
        using var other = await auditor.WriteAsync($"/api/v1/audit/rules/{rule}/change", new { kind = "watchedPerson" }, version: 1);
        await other.ShouldBeProblem(HttpStatusCode.Conflict, "audit-rule-other-kind");
        (await auditor.WriteAsync($"/api/v1/audit/rules/{rule}/retirement", version: 1)).EnsureSuccessStatusCode();
        using var late = await auditor.WriteAsync($"/api/v1/audit/rules/{rule}/change", new { kind = "withoutCase" }, version: 2);
        await late.ShouldBeProblem(HttpStatusCode.Conflict, "audit-rule-retired");
        using var stale = await auditor.WriteAsync($"/api/v1/audit/rules/{rule}/change", new { kind = "withoutCase" }, version: 1);
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed, "stale-version");
        using var absent = await auditor.WriteAsync($"/api/v1/audit/rules/{Guid.NewGuid()}/retirement", version: 1);
        await absent.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("""{"kind":"nonsense"}""", "field-malformed", "kind")]
    [InlineData("""{"kind":77}""", "field-malformed", "kind")]
    [InlineData("""{}""", "field-missing", "kind")]
    [InlineData("""{"kind":"offHours","closesAt":"17:30:00"}""", "field-malformed", "opensAt")]
    [InlineData("""{"kind":"offHours","opensAt":"25:00:00","closesAt":"17:30:00"}""", "field-malformed", "opensAt")]
    [InlineData("""{"kind":"offHours","opensAt":"08:30:00","closesAt":"08:00:00"}""", "field-malformed", "closesAt")]
    [InlineData("""{"kind":"massLookUp","withinMinutes":60}""", "field-malformed", "mostPersons")]
    [InlineData("""{"kind":"massLookUp","mostPersons":20,"withinMinutes":0}""", "field-malformed", "withinMinutes")]
    [InlineData("""{"kind":"withoutCase","mostPersons":20}""", "field-malformed", "mostPersons")]
    [InlineData("""{"kind":"withoutCase","agency":"11340100MB1AC012X8"}""", "uscc-check", "agency")]
    [InlineData("""{"kind":"withoutCase","name":"x"}""", "field-unknown", "name")]
    public async Task wrongly_is_refused_by_field_and_appends_nothing(string body, string code, string field)
    {
        var rule = await host.DefinedRule(new { kind = "withoutCase" });
        var before = await host.FootprintAsync();
        using var auditor = await host.SignedInAs("auditor");
        using var defined = await auditor.WriteAsync("/api/v1/audit/rules", JsonDocument.Parse(body).RootElement);
        await defined.ShouldBeProblem(HttpStatusCode.BadRequest, code, field);
        using var changed = await auditor.WriteAsync($"/api/v1/audit/rules/{rule}/change", JsonDocument.Parse(body).RootElement, version: 1);
        await changed.ShouldBeProblem(HttpStatusCode.BadRequest, code, field);
        (await host.FootprintAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("caseworker")]
    [InlineData("supervisor")]
    [InlineData("dpo")]
    public async Task is_an_auditors_or_an_administrators(string person)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.WriteAsync("/api/v1/audit/rules", new { kind = "withoutCase" });
        await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }
}
