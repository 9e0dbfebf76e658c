using System.Net;
using System.Text.Json;
using Registry.Api.Tests.Audit;
using Registry.Api.Tests.Objections;
using Registry.Testing;
using static Registry.Api.Tests.Sharing.SharingJourneys;

namespace Registry.Api.Tests.Sharing;

/// <summary>Commerce issues business licences; a caseworker of Health needs the trade name when it decides on sanitation permits.</summary>
public sealed class Reading_under_a_grant(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task shows_what_was_granted_and_says_what_it_withholds()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        var grant = await host.ApprovedGrant(Health, BusinessLicence, "holder.name");
        using var answer = await Read("caseworker2", licence, grant);
        var seen = await answer.EnsureSuccessStatusCode().JsonAsync();
        seen.GetProperty("holderName").GetString().ShouldBe("王芳");
        seen.TryGetProperty("holderCode", out _).ShouldBeFalse();
        seen.TryGetProperty("holderCodeType", out _).ShouldBeFalse();
        seen.TryGetProperty("fields", out _).ShouldBeFalse();
        seen.GetProperty("withheld").EnumerateArray().Select(name => name.GetString()).ShouldContain("holder.code");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("340104");

        var wider = await host.ApprovedGrant(Health, BusinessLicence, "tradeName", "holder.code");
        using var more = await Read("caseworker2", licence, wider);
        var shown = await more.EnsureSuccessStatusCode().JsonAsync();
        shown.GetProperty("fields").EnumerateObject().Select(field => field.Name).ShouldBe(["tradeName"]);
        shown.GetProperty("holderCode").GetString().ShouldBe("340104199001010017");
        shown.TryGetProperty("holderName", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task stands_in_who_looked_with_agency_purpose_in_words_and_basis()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        var grant = await host.ApprovedGrant(Health, BusinessLicence, "holder.name");
        using var answer = await Read("caseworker2", licence, grant);
        var access = (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();

        foreach (var (language, words) in new[] { ("zh-CN", "办理卫生许可时核验"), ("en", "Checked when sanitation permits are decided") })
        {
            var line = (await Accesses(language)).Single(entry => entry.GetProperty("event").GetGuid() == access);
            line.GetProperty("agency").GetString().ShouldBe(Health);
            line.GetProperty("purpose").GetString().ShouldBe("sharing");
            line.GetProperty("purposeText").GetString()!.ShouldContain(words);
            line.GetProperty("basis").GetString().ShouldBe("《行政许可法》第三十四条");
            line.GetProperty("step").GetString().ShouldBe($"sharing-grant/{grant}");
            line.GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ShouldBe(["holder.name"]);
        }
        using var citizen = await host.SignedInAs("citizen");
        var export = await citizen.GetStringAsync("/api/v1/my/accesses/export?format=csv", TestContext.Current.CancellationToken);
        export.ShouldContain("办理卫生许可时核验");
    }

    [Fact]
    public async Task is_told_in_the_grant_s_words_to_a_tracker_and_to_who_answers_an_objection()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        using var answer = await Read("caseworker2", licence, await host.ApprovedGrant(Health, BusinessLicence, "holder.name"));
        var look = (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();

        using var tracker = await host.SignedInAs("tracker");
        tracker.DefaultRequestHeaders.Add("X-Road-UserId", "CN340104199001010017");
        using var usage = await tracker.GetAsync("/v2/findUsage?userCode=CN340104199001010017", TestContext.Current.CancellationToken);
        var newest = (await usage.EnsureSuccessStatusCode().JsonAsync()).GetProperty("usages")[0];
        newest.GetProperty("action").GetString()!.ShouldContain("办理卫生许可时核验");
        newest.GetProperty("receiverCode").GetString().ShouldBe(Health);

        using var citizen = await host.SignedInAs("citizen");
        var objection = await citizen.ObjectedTo(look);
        using var officer = await host.DataProtectionOfficer("officer-health-dpo-9", Health);
        using var shown = await officer.Read($"objections/{objection}");
        (await shown.EnsureSuccessStatusCode().JsonAsync()).GetProperty("access").GetProperty("purposeText").GetString()!
            .ShouldContain("办理卫生许可时核验");
    }

    [Fact]
    public async Task counts_as_a_look_with_a_case_when_auditors_search()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        using var answer = await Read("caseworker2", licence, await host.ApprovedGrant(Health, BusinessLicence, "holder.name"));
        var look = (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();
        var search = await host.LookWithoutCase("caseworker2");
        var without = await Audited(withoutCase: true);
        without.ShouldContain(search);
        without.ShouldNotContain(look);
        (await Audited(withoutCase: false)).ShouldContain(look);

        async Task<Guid[]> Audited(bool withoutCase)
        {
            using var auditor = await host.SignedInAs("auditor");
            using var found = await auditor.WriteAsync("/api/v1/audit/accesses/search", new { reason = "核查", withoutCase, limit = 200 });
            return [.. (await found.EnsureSuccessStatusCode().JsonAsync()).GetProperty("looks").EnumerateArray()
                .Select(line => line.GetProperty("access").GetProperty("event").GetGuid())];
        }
    }

    [Fact]
    public async Task is_refused_and_recorded_without_a_grant_that_is_open_and_the_agency_s_own()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        var (proposed, others) = (await host.ProposedGrant(Health, BusinessLicence, "holder.name"), await host.ApprovedGrant("11340100MB1AC00901", BusinessLicence, "holder.name"));
        foreach (var grant in (Guid[])[proposed, others, Guid.NewGuid()])
        {
            using var refused = await Read("caseworker2", licence, grant);
            await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
            var line = (await Accesses()).First(entry => entry.GetProperty("step").GetString() == $"sharing-grant/{grant}");
            line.GetProperty("refused").GetString().ShouldBe("access-sharing-not-open");
            line.GetProperty("resource").GetString().ShouldBe($"licence/{licence}");
        }
        using var absent = await Read("caseworker2", Guid.NewGuid(), await host.ApprovedGrant(Health, BusinessLicence, "holder.name"));
        await absent.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var without = await Read("caseworker2", licence, grant: null);
        await without.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task ends_with_the_revocation_at_once()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        var grant = await host.ApprovedGrant(Health, BusinessLicence, "holder.name");
        (await Read("caseworker2", licence, grant)).EnsureSuccessStatusCode();
        using var issuer = await host.SignedInAs("issuer");
        (await issuer.WriteAsync($"/api/v1/sharing-grants/{grant}/revocation", version: 2)).EnsureSuccessStatusCode();
        (await Read("caseworker2", licence, grant)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var again = await issuer.WriteAsync($"/api/v1/sharing-grants/{grant}/revocation", version: 3);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "sharing-over");
    }

    [Fact]
    public async Task needs_a_header_that_is_an_id()
    {
        using var client = await host.SignedInAs("caseworker2");
        client.DefaultRequestHeaders.Add("Sharing", "1234");
        using var answer = await client.GetAsync($"/api/v1/licences/{Guid.NewGuid()}", TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "sharing-malformed", "Sharing");
    }

    private async Task<HttpResponseMessage> Read(string person, Guid licence, Guid? grant)
    {
        using var client = await host.SignedInAs(person);
        if (grant is not null)
            client.DefaultRequestHeaders.Add("Sharing", grant.ToString());
        return await client.GetAsync($"/api/v1/licences/{licence}", TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyList<JsonElement>> Accesses(string language = "zh-CN")
    {
        using var citizen = await host.SignedInAs("citizen");
        citizen.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        using var answer = await citizen.GetAsync("/api/v1/my/accesses?limit=200", TestContext.Current.CancellationToken);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()];
    }
}
