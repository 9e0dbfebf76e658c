using System.Net;
using System.Text.Json;
using Registry.Api.Tests.LicenceTypes;
using Registry.Testing;
using static Registry.Api.Tests.LicenceBatches.BatchJourneys;

namespace Registry.Api.Tests.LicenceBatches;

public sealed class Proposing_a_minting(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task names_approved_cases_of_the_type_that_have_no_licence()
    {
        var (kind, other) = (await PublishedAsync(541), await PublishedAsync(542));
        var (undecided, decided, minted) =
            (await host.SubmittedCase(item: kind.Item), await host.ApprovedCase(item: kind.Item), await host.ApprovedCase(item: kind.Item));
        (await kind.MintAsync(minted)).EnsureSuccessStatusCode();
        await ShouldBeRefused(kind.Type, undecided, "licence-batch-case-unknown");
        await ShouldBeRefused(kind.Type, Guid.NewGuid(), "licence-batch-case-unknown");
        await ShouldBeRefused(kind.Type, minted, "licence-batch-case-has-licence");
        await ShouldBeRefused(other.Type, decided, "licence-batch-case-of-other-type");
    }

    [Fact]
    public async Task is_for_officers_of_the_cases_agency_and_area()
    {
        var kind = await PublishedAsync(543);
        var @case = await host.ApprovedCase(item: kind.Item);
        using var stranger = await Officer("11340100MB1AC0103N", "340100");
        using var elsewhere = await Officer(Commerce, "340104");
        foreach (var officer in (HttpClient[])[stranger, elsewhere])
        {
            using var answer = await officer.WriteAsync($"{Batches}/mintings", MintingRequest("reach", kind.Type, @case));
            (await answer.ProblemAsync()).ShouldBeOneOf("licence-batch-case-unknown", "licence-issuer-not-listed");
        }

        using var issuer = await host.SignedInAs("issuer");
        (await issuer.WriteAsync($"{Batches}/mintings", MintingRequest("reach", kind.Type, @case))).EnsureSuccessStatusCode();
        using var approval = await elsewhere.WriteAsync($"{Batches}/{IdOf("reach")}/approval", version: 1);
        await approval.ShouldBeProblem(HttpStatusCode.Conflict, "licence-batch-case-unknown");
    }

    [Fact]
    public async Task shows_the_second_officer_the_list()
    {
        var kind = await PublishedAsync(544);
        var @case = await host.ApprovedCase(item: kind.Item);
        using var issuer = await host.SignedInAs("issuer");
        (await issuer.WriteAsync($"{Batches}/mintings", MintingRequest("list", kind.Type, @case))).EnsureSuccessStatusCode();
        using var colleague = await host.Colleague();
        using var answer = await colleague.GetAsync($"{Batches}/{IdOf("list")}", TestContext.Current.CancellationToken);
        var batch = await answer.EnsureSuccessStatusCode().JsonAsync();
        batch.GetProperty("cases").EnumerateArray().ShouldHaveSingleItem().GetGuid().ShouldBe(@case);
        (batch.GetProperty("batch").GetProperty("kind").GetString(), batch.GetProperty("batch").GetProperty("cases").GetInt32())
            .ShouldBe(("minting", 1));
        answer.Headers.ETag!.Tag.ShouldBe("\"1\"");
        using var stranger = await host.SignedInAs("policesupervisor");
        await (await stranger.GetAsync($"{Batches}/{IdOf("list")}", TestContext.Current.CancellationToken))
            .ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000001"]""")]
    public async Task names_the_field_at_fault(string cases)
    {
        var body = MintingRequest("faulty", BusinessLicence);
        body["cases"] = JsonSerializer.Deserialize<JsonElement>(cases);
        using var issuer = await host.SignedInAs("issuer");
        using var answer = await issuer.WriteAsync($"{Batches}/mintings", body);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "field-malformed", "cases");
    }

    [Fact]
    public async Task names_2000_cases_at_most()
    {
        using var issuer = await host.SignedInAs("issuer");
        using var answer = await issuer.WriteAsync(
            $"{Batches}/mintings", MintingRequest("many", BusinessLicence, Enumerable.Range(0, 2_001).Select(_ => Guid.NewGuid())));
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "field-malformed", "cases");
    }

    private async Task ShouldBeRefused(string type, Guid @case, string code)
    {
        using var issuer = await host.SignedInAs("issuer");
        using var answer = await issuer.WriteAsync($"{Batches}/mintings", MintingRequest("refused", type, @case));
        await answer.ShouldBeProblem(HttpStatusCode.Conflict, code);
    }

    private async Task<HttpClient> Officer(string agency, string region)
    {
        var officer = $"officer-{Guid.NewGuid():N}";
        await host.ChargeAsync(officer, agency, region, "licenceIssuing");
        return host.SignedInWith(new(TokenForge.Officer(agency, region, "issuer")) { ["sub"] = officer });
    }

    private async Task<TypedItem> PublishedAsync(int number)
    {
        var kind = new TypedItem(host, number);
        await kind.PublishAsync();
        return kind;
    }
}
