using System.Net;
using Registry.Api.Tests.LicenceTypes;
using Registry.Testing;

namespace Registry.Api.Tests.Licences;

public sealed class Needing_two_officers_for_a_licence(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Commerce = "11340100MB1AC012X9";

    [Fact]
    public async Task does_what_one_proposed_once_another_has_approved_it()
    {
        var (licence, identifier) = await TwoPersonsAsync(401, "revoke");
        await host.StepAsync(licence, "revocation", 1);
        (await host.WordOn(identifier)).ShouldBe("valid");
        using var own = await host.TryAsync(licence, "proposal/approval", 2);
        await own.ShouldBeProblem(HttpStatusCode.Conflict, "licence-own-proposal");

        using var colleague = await ColleagueAsync();
        using var approved = await colleague.WriteAsync($"/api/v1/licences/{licence}/proposal/approval", version: 2);
        var receipt = await approved.EnsureSuccessStatusCode().JsonAsync();
        receipt.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("type").GetString())
            .ShouldBe(["licence_operation_approved.v1", "licence_revoked.v1"]);
        (await host.WordOn(identifier)).ShouldBe("revoked");
    }

    [Fact]
    public async Task leaves_other_operations_to_one()
    {
        var (licence, identifier) = await TwoPersonsAsync(402, "revoke");
        await host.StepAsync(licence, "suspension", 1);
        (await host.WordOn(identifier)).ShouldBe("suspended");
    }

    [Fact]
    public async Task is_not_for_an_officer_of_another_agency()
    {
        var (licence, _) = await TwoPersonsAsync(403, "withdraw");
        await host.StepAsync(licence, "withdrawal", 1);
        await host.ChargeAsync("officer-health-9", "11340100MB1AC0103N", "340100", "licenceIssuing");
        using var stranger = host.SignedInWith(new(TokenForge.Officer("11340100MB1AC0103N", "340100", "issuer")) { ["sub"] = "officer-health-9" });
        using var answer = await stranger.WriteAsync($"/api/v1/licences/{licence}/proposal/approval", version: 2);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task wants_a_minter_who_did_not_handle_the_case()
    {
        var kind = await PublishAsync(404, "issue");
        await host.ChargeAsync("officer-commerce-1", Commerce, "340100", "licenceIssuing");
        var @case = await host.ApprovedCase(item: kind.Item);
        using var same = host.SignedInWith(new(TokenForge.Officer(Commerce, "340100", "issuer")) { ["sub"] = "officer-commerce-1" });
        using var refused = await same.WriteAsync("/api/v1/licences", new { @case }, version: 3);
        await refused.ShouldBeProblem(HttpStatusCode.Conflict, "licence-minter-approved-case");
        using var other = await kind.MintAsync(@case);
        other.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private async Task<(Guid Licence, string Identifier)> TwoPersonsAsync(int number, string operation)
    {
        var kind = await PublishAsync(number, operation);
        return await host.MintedLicence(item: kind.Item);
    }

    private async Task<TypedItem> PublishAsync(int number, string operation)
    {
        var definition = TypeJourneys.Definition();
        definition["twoPersons"] = new[] { operation };
        var kind = new TypedItem(host, number);
        await kind.PublishAsync(definition);
        return kind;
    }

    private async Task<HttpClient> ColleagueAsync()
    {
        await host.ChargeAsync("officer-commerce-9", Commerce, "340100", "licenceIssuing");
        return host.SignedInWith(new(TokenForge.Officer(Commerce, "340100", "issuer")) { ["sub"] = "officer-commerce-9" });
    }
}
