using System.Net;
using System.Text.Json;
using Registry.Testing;
using static Registry.Api.Tests.Sharing.SharingJourneys;

namespace Registry.Api.Tests.Sharing;

public sealed class Granting_another_agency(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Path = "/api/v1/sharing-grants";

    [Fact]
    public async Task takes_two_of_the_agency_that_issues_the_licences()
    {
        var grant = await host.ProposedGrant(Health, BusinessLicence, "tradeName");
        await host.ChargeAsync("officer-commerce-2", Commerce, "340100", "supervision");
        using var same = host.SignedInWith(new(TokenForge.Officer(Commerce, "340100", "supervisor")) { ["sub"] = "officer-commerce-2" });
        using var own = await same.WriteAsync($"{Path}/{grant}/approval", version: 1);
        await own.ShouldBeProblem(HttpStatusCode.Conflict, "sharing-own-proposal");
        using var police = await host.SignedInAs("policesupervisor");
        foreach (var step in (string[])["approval", "revocation"])
            await (await police.WriteAsync($"{Path}/{grant}/{step}", version: 1)).ShouldBeProblem(HttpStatusCode.NotFound, "not-found");

        using var supervisor = await host.SignedInAs("supervisor");
        (await supervisor.WriteAsync($"{Path}/{grant}/approval", version: 1)).EnsureSuccessStatusCode();
        using var twice = await supervisor.WriteAsync($"{Path}/{grant}/approval", version: 2);
        await twice.ShouldBeProblem(HttpStatusCode.Conflict, "sharing-already-approved");
    }

    [Fact]
    public async Task is_on_the_list_of_both_but_not_before_it_is_approved()
    {
        var (proposed, approved) = (await host.ProposedGrant(Health, BusinessLicence, "tradeName"), await host.ApprovedGrant(Health, BusinessLicence, "tradeName"));
        var ours = await Listed("issuer");
        ours.Keys.ShouldContain(proposed);
        ours[approved].GetProperty("approvedBy").GetString().ShouldBe("officer-commerce-4");
        var theirs = await Listed("caseworker2");
        theirs.Keys.ShouldContain(approved);
        theirs.Keys.ShouldNotContain(proposed);
        theirs[approved].TryGetProperty("proposedBy", out _).ShouldBeFalse();
        (await Listed("verifier")).ShouldBeEmpty();
        (await Listed("auditor")).Keys.ShouldContain(proposed);
    }

    [Fact]
    public async Task is_refused_for_a_type_that_is_not_shared_or_is_another_s()
    {
        const string urban = "11340100MB1AC00901";
        await host.ChargeAsync("officer-urban-9", urban, "340100", "licenceIssuing");
        using var officer = host.SignedInWith(new(TokenForge.Officer(urban, "340100", "issuer")) { ["sub"] = "officer-urban-9" });
        using var unshared = await officer.WriteAsync(Path, Request(Health, $"{urban}001"));
        await unshared.ShouldBeProblem(HttpStatusCode.Conflict, "sharing-type-not-shared");
        using var another = await officer.WriteAsync(Path, Request(Health));
        await another.ShouldBeProblem(HttpStatusCode.Conflict, "licence-issuer-not-listed");
    }

    [Theory]
    [InlineData("recipient", "\"91350100M000100Y43\"", "recipient")]
    [InlineData("purpose", """{"zh":"核验","en":" "}""", "purpose.en")]
    public async Task names_the_field_at_fault(string member, string value, string field)
    {
        var body = Request(Health);
        body[member] = JsonSerializer.Deserialize<JsonElement>(value);
        using var issuer = await host.SignedInAs("issuer");
        using var answer = await issuer.WriteAsync(Path, body);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "field-malformed", field);
    }

    private async Task<Dictionary<Guid, JsonElement>> Listed(string person)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync(Path, TestContext.Current.CancellationToken);
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray().ToDictionary(one => one.GetProperty("id").GetGuid());
    }
}
