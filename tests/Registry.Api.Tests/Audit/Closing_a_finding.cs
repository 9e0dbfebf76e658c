using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Audit;

/// <summary>Somebody must look at every finding: not the officer concerned, and nobody of another agency.</summary>
public sealed class Closing_a_finding(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData("auditor", "misconductReferred")]
    [InlineData("dpo", "falseAlarm")]
    public async Task takes_it_off_the_work_list_with_a_conclusion_and_a_sealed_reason(string person, string conclusion)
    {
        var (rule, finding, _) = await host.RaisedFinding();
        (await host.FindingsOf(rule, person)).Length.ShouldBe(1);
        using var client = await host.SignedInAs(person);
        using var answer = await client.CloseAsync(finding, conclusion);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.ETag!.Tag.ShouldBe("\"2\"");

        (await host.FindingsOf(rule, person)).ShouldBeEmpty();
        var closed = await host.Finding(finding);
        closed.GetProperty("isOpen").GetBoolean().ShouldBeFalse();
        closed.GetProperty("conclusion").GetString().ShouldBe(conclusion);
        closed.GetProperty("closedBy").GetString().ShouldBe(person == "auditor" ? "auditor-1" : "officer-commerce-5");
        closed.ToString().ShouldNotContain("张三");
        (await host.RowAsync("select count(*) from mt_events e where e::text like '%张三%'"))[0].ShouldBe(0L);

        var before = await host.CountAsync("access_disclosed.v1");
        using var read = await client.GetAsync($"/api/v1/audit/findings/{finding}/reason", TestContext.Current.CancellationToken);
        (await read.EnsureSuccessStatusCode().JsonAsync()).GetProperty("reason").GetString().ShouldBe("经核实，系张三办理业务所需");
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);
        using var again = await client.CloseAsync(finding, version: 2);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "finding-already-closed");
    }

    [Fact]
    public async Task is_not_for_the_officer_concerned_under_any_role()
    {
        var (rule, finding, _) = await host.RaisedFinding();
        using var caseworker = await host.SignedInAs("caseworker");
        using var asCaseworker = await caseworker.CloseAsync(finding);
        await asCaseworker.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");

        await host.ChargeAsync("officer-commerce-1", AuditJourneys.Commerce, "340100", "dataProtection");
        var claims = TokenForge.Officer(AuditJourneys.Commerce, "340100", "dpo");
        claims["sub"] = "officer-commerce-1";
        using var asDpo = host.SignedInWith(claims);
        using var own = await asDpo.CloseAsync(finding);
        await own.ShouldBeProblem(HttpStatusCode.Conflict, "finding-own-looks");
        // Nor do they see that there is one.
        using var list = await asDpo.GetAsync("/api/v1/audit/findings", TestContext.Current.CancellationToken);
        (await list.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()
            .ShouldNotContain(one => one.GetProperty("officer").GetString() == "officer-commerce-1");
        using var one = await asDpo.GetAsync($"/api/v1/audit/findings/{finding}", TestContext.Current.CancellationToken);
        await one.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await host.FindingsOf(rule)).Length.ShouldBe(1);
        await host.DischargeAsync("officer-commerce-1", AuditJourneys.Commerce, "340100", "dataProtection");
    }

    [Fact]
    public async Task is_not_for_another_agency_or_for_one_without_the_duty()
    {
        var (rule, finding, _) = await host.RaisedFinding();
        await host.ChargeAsync("officer-health-9", "11340100MB1AC0103N", "340100", "dataProtection");
        var foreign = TokenForge.Officer("11340100MB1AC0103N", "340100", "dpo");
        foreign["sub"] = "officer-health-9";
        foreach (var claims in (Dictionary<string, object>[])[foreign, TokenForge.Officer(AuditJourneys.Commerce, "340100", "dpo")])
        {
            using var client = host.SignedInWith(claims);
            using var list = await client.GetAsync("/api/v1/audit/findings", TestContext.Current.CancellationToken);
            (await list.EnsureSuccessStatusCode().JsonAsync()).GetArrayLength().ShouldBe(0);
            foreach (var path in (string[])["", "/reason"])
            {
                using var read = await client.GetAsync($"/api/v1/audit/findings/{finding}{path}", TestContext.Current.CancellationToken);
                await read.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
            }
            using var close = await client.CloseAsync(finding);
            await close.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
        (await host.FindingsOf(rule)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task says_which_version_and_key_it_goes_by()
    {
        var (_, finding, _) = await host.RaisedFinding();
        using var auditor = await host.SignedInAs("auditor");
        using var blind = await auditor.WriteAsync($"/api/v1/audit/findings/{finding}/closing", new { conclusion = "justified", reason = "x" });
        await blind.ShouldBeProblem(HttpStatusCode.PreconditionRequired, "if-match-missing", "If-Match");
        using var stale = await auditor.CloseAsync(finding, version: 7);
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed, "stale-version");
        using var unknown = await auditor.CloseAsync(finding, conclusion: "forgotten");
        await unknown.ShouldBeProblem(HttpStatusCode.BadRequest, "field-malformed", "conclusion");
        using var wordless = await auditor.CloseAsync(finding, reason: " ");
        await wordless.ShouldBeProblem(HttpStatusCode.BadRequest, "reason-malformed", "reason");
        using var unread = await auditor.GetAsync($"/api/v1/audit/findings/{finding}/reason", TestContext.Current.CancellationToken);
        await unread.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");

        var key = Guid.NewGuid().ToString();
        var body = new { conclusion = "justified", reason = "x" };
        using var first = await auditor.WriteAsync($"/api/v1/audit/findings/{finding}/closing", body, version: 1, key);
        using var second = await auditor.WriteAsync($"/api/v1/audit/findings/{finding}/closing", body, version: 1, key);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        second.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        using var absent = await auditor.CloseAsync(Guid.NewGuid());
        await absent.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("citizen")]
    [InlineData("supervisor")]
    [InlineData("admin")]
    public async Task is_for_those_who_audit(string person)
    {
        using var client = await host.SignedInAs(person);
        using var list = await client.GetAsync("/api/v1/audit/findings", TestContext.Current.CancellationToken);
        await list.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }
}
