using System.Net;
using System.Text.Json;
using Registry.Testing;
using static Registry.Api.Tests.LicenceBatches.BatchJourneys;

namespace Registry.Api.Tests.LicenceBatches;

public sealed class Approving_a_batch(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task takes_two_officers_of_the_agency()
    {
        await host.ProposedReissue("two", BusinessLicence);
        using var issuer = await host.SignedInAs("issuer");
        using var own = await issuer.WriteAsync($"{Batches}/{IdOf("two")}/approval", version: 1);
        await own.ShouldBeProblem(HttpStatusCode.Conflict, "licence-batch-own-proposal");
        await host.ChargeAsync("officer-health-12", "11340100MB1AC0103N", "340100", "licenceIssuing");
        using var stranger = host.SignedInWith(new(TokenForge.Officer("11340100MB1AC0103N", "340100", "issuer")) { ["sub"] = "officer-health-12" });
        foreach (var step in (string[])["approval", "ending"])
            await (await stranger.WriteAsync($"{Batches}/{IdOf("two")}/{step}", version: 1)).ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await host.RunAsync("two")).Refusal!.Code.ShouldBe("licence-batch-not-approved");

        using var colleague = await host.Colleague();
        (await colleague.WriteAsync($"{Batches}/{IdOf("two")}/approval", version: 1)).EnsureSuccessStatusCode();
        using var twice = await colleague.WriteAsync($"{Batches}/{IdOf("two")}/approval", version: 2);
        await twice.ShouldBeProblem(HttpStatusCode.Conflict, "licence-batch-already-approved");
    }

    [Fact]
    public async Task is_of_no_use_once_it_was_ended()
    {
        await host.ApprovedReissue("ended", BusinessLicence);
        using var issuer = await host.SignedInAs("issuer");
        (await issuer.WriteAsync($"{Batches}/{IdOf("ended")}/ending", version: 2)).EnsureSuccessStatusCode();
        (await host.RunAsync("ended")).Refusal!.Code.ShouldBe("licence-batch-over");
        using var again = await issuer.WriteAsync($"{Batches}/{IdOf("ended")}/ending", version: 3);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "licence-batch-over");
    }

    [Fact]
    public async Task names_a_batch_once()
    {
        await host.ProposedReissue("once", BusinessLicence);
        using var colleague = await host.Colleague();
        using var again = await colleague.WriteAsync($"{Batches}/reissues", Request("once"));
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "licence-batch-name-taken");
        (await host.RunAsync("never")).Refusal!.Code.ShouldBe("licence-batch-unknown");
    }

    [Fact]
    public async Task is_seen_by_its_agency_and_auditors()
    {
        await host.ProposedReissue("seen", BusinessLicence);
        foreach (var person in (string[])["issuer", "supervisor", "auditor"])
            (await Listed(person)).ShouldContain("seen", person);
        (await Listed("policesupervisor")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("name", "\"340104199001010017\"", "name")]
    [InlineData("reason", """{"zh":"换发","en":""}""", "reason.en")]
    public async Task names_the_field_at_fault(string member, string value, string field)
    {
        var body = Request("faulty");
        body[member] = JsonSerializer.Deserialize<JsonElement>(value);
        using var issuer = await host.SignedInAs("issuer");
        using var answer = await issuer.WriteAsync($"{Batches}/reissues", body);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "field-malformed", field);
    }

    private async Task<IReadOnlyList<string>> Listed(string person)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync(Batches, TestContext.Current.CancellationToken);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];
    }
}
