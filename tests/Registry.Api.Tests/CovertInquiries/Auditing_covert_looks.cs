using System.Text.Json;
using Registry.Api.Tests.Audit;
using Registry.Testing;
using static Registry.Api.Tests.CovertInquiries.CovertHost;

namespace Registry.Api.Tests.CovertInquiries;

/// <summary>Whose officers looked covertly, an auditor finds at once; a look under an authorised inquiry has its ground.</summary>
public sealed class Auditing_covert_looks(CovertHost host) : IClassFixture<CovertHost>
{
    private const string Commerce = "11340100MB1AC012X9";

    [Fact]
    public async Task an_auditor_finds_them_by_the_agency_that_the_event_does_not_name()
    {
        var look = await host.Look(await host.Authorised());
        var open = await host.Look("caseworker", host.Case);
        var ofPolice = await Search("auditor", new { reason = "核查", agency = Police, limit = 200 });
        ofPolice.ShouldContain(look);
        ofPolice.ShouldNotContain(open);
        (await Search("auditor", new { reason = "核查", agency = Commerce, limit = 200 })).ShouldNotContain(look);
        (await Search("auditor", new { reason = "核查", limit = 200 })).ShouldContain(look);
    }

    [Fact]
    public async Task the_agency_s_own_data_protection_officer_does_not()
    {
        await host.ChargeAsync("officer-police-dpo", Police, "340100", "dataProtection");
        using var officer = host.SignedInWith(new(TokenForge.Officer(Police, "340100", "dpo")) { ["sub"] = "officer-police-dpo" });
        var look = await host.Look(await host.Authorised());
        using var answer = await officer.WriteAsync("/api/v1/audit/accesses/search", new { reason = "核查", limit = 200 });
        Events(await answer.EnsureSuccessStatusCode().JsonAsync()).ShouldNotContain(look);
    }

    [Fact]
    public async Task a_rule_on_looks_without_a_case_finds_none_of_them()
    {
        var rule = await host.DefinedRule(new { kind = "withoutCase" });
        var covert = await host.Look(await host.Authorised());
        var search = await host.LookWithoutCase();
        await host.JudgedAsync(covert);
        await host.JudgedAsync(search);
        var finding = (await host.FindingsOf(rule)).Single();
        (await host.Finding(finding.GetProperty("id").GetGuid())).Accesses().ShouldBe([search]);
    }

    [Fact]
    public async Task a_search_for_looks_without_a_case_finds_none_of_them()
    {
        var (covert, search) = (await host.Look(await host.Authorised()), await host.LookWithoutCase());
        var without = await Search("auditor", new { reason = "核查", withoutCase = true, limit = 200 });
        without.ShouldContain(search);
        without.ShouldNotContain(covert);
        (await Search("auditor", new { reason = "核查", withoutCase = false, limit = 200 })).ShouldContain(covert);
    }

    private async Task<Guid[]> Search(string person, object question)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.WriteAsync("/api/v1/audit/accesses/search", question);
        return Events(await answer.EnsureSuccessStatusCode().JsonAsync());
    }

    private static Guid[] Events(JsonElement found) =>
        [.. found.GetProperty("looks").EnumerateArray().Select(look => EventOf(look.GetProperty("access")))];
}
