using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Access;

/// <summary>A token says who somebody is; what they are charged with, the directory says, at the moment of the request.</summary>
public sealed class Holding_a_duty(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Commerce = "11340100MB1AC012X9";
    private const string Urban = "11340100MB1AC00901";
    private const string City = "340100";

    private static readonly object Handling = new { agency = Commerce, region = City, duty = "caseHandling" };

    [Fact]
    public async Task ends_at_once_for_an_officer_whose_token_is_still_good()
    {
        await host.ChargeAsync("officer-forged", Commerce, City, "caseHandling");
        using var officer = host.SignedInWith(TokenForge.Officer(Commerce, City));
        var id = await host.SubmittedCase();
        (await officer.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        await host.DischargeAsync("officer-forged", Commerce, City, "caseHandling");
        using var read = await officer.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        await read.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var unmasked = await officer.WriteAsync($"/api/v1/cases/{id}/unmasking", new { field = "phone" });
        await unmasked.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var accepted = await officer.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 1);
        await accepted.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var list = await officer.GetAsync("/api/v1/cases", TestContext.Current.CancellationToken);
        (await list.JsonAsync()).GetArrayLength().ShouldBe(0);

        var refused = (await AccessesTo($"case/{id}")).Select(entry => entry.TryGetProperty("refused", out var code) ? code.GetString() : null);
        refused.ShouldBe(["access-duty-not-held", "access-duty-not-held", null]);
    }

    [Fact]
    public async Task ends_for_an_officer_who_has_the_case()
    {
        await host.ChargeAsync("officer-forged", Commerce, City, "caseHandling");
        using var officer = host.SignedInWith(TokenForge.Officer(Commerce, City));
        var id = await host.SubmittedCase();
        using var accepted = await officer.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 1);
        accepted.EnsureSuccessStatusCode();
        await host.DischargeAsync("officer-forged", Commerce, City, "caseHandling");
        using var read = await officer.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        await read.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var approved = await officer.WriteAsync($"/api/v1/cases/{id}/approval", version: 2);
        await approved.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("verifier", Urban)]
    [InlineData("issuer", Commerce)]
    public async Task is_what_reading_a_licence_takes(string role, string agency)
    {
        var (id, _) = await host.MintedLicence();
        using var officer = host.SignedInWith(TokenForge.Officer(agency, City, role));
        using var read = await officer.GetAsync($"/api/v1/licences/{id}", TestContext.Current.CancellationToken);
        await read.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await AccessesTo($"licence/{id}")).First().GetProperty("refused").GetString().ShouldBe("access-duty-not-held");
    }

    [Fact]
    public async Task is_what_changing_a_licence_takes()
    {
        var (id, _) = await host.MintedLicence();
        using var officer = host.SignedInWith(TokenForge.Officer(Commerce, City, "issuer"));
        using var answer = await officer.WriteAsync($"/api/v1/licences/{id}/suspension", new { reason = "理由" }, version: 1);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var list = await officer.GetAsync("/api/v1/licences", TestContext.Current.CancellationToken);
        (await list.JsonAsync()).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task is_recorded_as_the_administrator_s_act_and_read_back()
    {
        using var admin = await host.SignedInAs("admin");
        using var given = await admin.WriteAsync("/api/v1/officers/officer-new/duties", Handling, version: 0);
        given.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await given.JsonAsync()).GetProperty("events")[0].GetProperty("type").GetString().ShouldBe("duty_given.v1");
        using var read = await admin.GetAsync("/api/v1/officers/officer-new", TestContext.Current.CancellationToken);
        read.Headers.ETag!.Tag.ShouldBe("\"1\"");
        (await read.JsonAsync()).GetProperty("duties")[0].GetProperty("kind").GetString().ShouldBe("caseHandling");
        (await host.RowAsync(
            "select headers->>'actor' || ' ' || (headers->>'purpose') from mt_events where type = 'duty_given.v1' and data->>'officer' = 'officer-new'"))
            [0].ShouldBe("administrator-1 platform-administration");
    }

    [Fact]
    public async Task takes_the_version_seen_and_happens_once()
    {
        using var admin = await host.SignedInAs("admin");
        using var given = await admin.WriteAsync("/api/v1/officers/officer-once/duties", Handling, version: 0);
        given.EnsureSuccessStatusCode();
        using var stale = await admin.WriteAsync("/api/v1/officers/officer-once/duties", Handling, version: 0);
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed, "stale-version");
        using var again = await admin.WriteAsync("/api/v1/officers/officer-once/duties", Handling, version: 1);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "duty-already-held");
        using var other = await admin.WriteAsync(
            "/api/v1/officers/officer-once/duties/ending", new { agency = Commerce, region = City, duty = "supervision" }, version: 1);
        await other.ShouldBeProblem(HttpStatusCode.Conflict, "duty-not-held");
        using var absent = await admin.WriteAsync("/api/v1/officers/officer-absent/duties/ending", Handling, version: 1);
        await absent.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("caseworker")]
    [InlineData("supervisor")]
    [InlineData("citizen")]
    public async Task is_the_administrator_s_to_give(string person)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.WriteAsync("/api/v1/officers/officer-commerce-1/duties", Handling, version: 1);
        await answer.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    private async Task<JsonElement[]> AccessesTo(string resource)
    {
        using var client = await host.SignedInAs("citizen");
        using var answer = await client.GetAsync("/api/v1/my/accesses", TestContext.Current.CancellationToken);
        return [.. (await answer.EnsureSuccessStatusCode().JsonAsync()).EnumerateArray()
            .Where(entry => entry.GetProperty("resource").GetString() == resource)];
    }
}
