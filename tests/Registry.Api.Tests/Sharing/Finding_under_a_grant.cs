using System.Net;
using System.Text.Json;
using Registry.Testing;
using static Registry.Api.Tests.Sharing.SharingJourneys;

namespace Registry.Api.Tests.Sharing;

/// <summary>An officer of Health has an applicant's code in front of them, and a grant for Commerce's business licences.</summary>
public sealed class Finding_under_a_grant(RegistryHost host) : IClassFixture<RegistryHost>
{
    private static readonly object Wang = new { codeType = "111", code = "340104199001010017" };

    [Fact]
    public async Task gives_licences_of_the_type_and_agency_and_nothing_else()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        var (others, _) = await host.MintedLicence("citizen2");
        var grant = await host.ApprovedGrant(Health, BusinessLicence, "holder.name");
        var found = await Found("caseworker2", grant);
        Ids(found, "licences").ShouldContain(licence);
        Ids(found, "licences").ShouldNotContain(others);

        using var another = await host.SignedInAs("citizen");
        using var answer = await another.GetAsync("/api/v1/my/accesses?limit=200", TestContext.Current.CancellationToken);
        var line = (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()
            .Single(entry => entry.GetProperty("event").GetGuid() == found.GetProperty("accessEvent").GetGuid());
        line.GetProperty("purpose").GetString().ShouldBe("sharing");
        line.GetProperty("purposeText").GetString()!.ShouldContain("办理卫生许可时核验");
        line.GetProperty("step").GetString().ShouldBe($"sharing-grant/{grant}");
        line.GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ShouldBe(["existence"]);
    }

    /// <summary>A grant is for licences: the officer's own cases are found without one, and not beside it.</summary>
    [Fact]
    public async Task gives_no_case_even_of_those_that_the_officer_finds_without_one()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        var @case = await CaseAtHealth();
        var without = await Found("caseworker2", grant: null);
        Ids(without, "cases").ShouldContain(@case);
        Ids(without, "licences").ShouldNotContain(licence);

        var under = await Found("caseworker2", await host.ApprovedGrant(Health, BusinessLicence, "holder.name"));
        Ids(under, "cases").ShouldBeEmpty();
        Ids(under, "licences").ShouldContain(licence);
    }

    [Fact]
    public async Task needs_a_grant_that_is_open_and_the_agency_s_own()
    {
        foreach (var grant in (Guid[])[await host.ProposedGrant(Health, BusinessLicence, "holder.name"), Guid.NewGuid()])
        {
            using var refused = await Find("caseworker2", grant, Wang);
            await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
        using var others = await Find("caseworker", await host.ApprovedGrant(Health, BusinessLicence, "holder.name"), Wang);
        await others.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task is_by_code_alone()
    {
        using var answer = await Find(
            "caseworker2", await host.ApprovedGrant(Health, BusinessLicence, "holder.name"), new { phone = "13800000000" });
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "field-unknown", "phone");
    }

    // An application for a sanitation permit of Wang's, which an officer of Health may read.
    private async Task<Guid> CaseAtHealth()
    {
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.WriteAsync("/api/v1/cases", new
        {
            item = "11340100MB1AC0103N3340123001001",
            phone = "13800000000",
            form = new Dictionary<string, string> { ["tradeName"] = "𠮷祥面馆" },
            materials = new[] { "application", "report" }.Select(code => new { code, sha256 = new string('a', 64) }),
        });
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }

    private async Task<JsonElement> Found(string person, Guid? grant)
    {
        using var answer = await Find(person, grant, Wang);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    private async Task<HttpResponseMessage> Find(string person, Guid? grant, object body)
    {
        using var client = await host.SignedInAs(person);
        if (grant is not null)
            client.DefaultRequestHeaders.Add("Sharing", grant.ToString());
        return await client.WriteAsync("/api/v1/subjects/search", body);
    }

    private static IEnumerable<Guid> Ids(JsonElement found, string member) =>
        found.GetProperty(member).EnumerateArray().Select(id => id.GetGuid());
}
