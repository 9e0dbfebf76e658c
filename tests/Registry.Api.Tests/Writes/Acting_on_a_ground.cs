using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Writes;

/// <summary>Invariant I9: who, why and on what basis come from the session and the case's step, never from a request.</summary>
public sealed class Acting_on_a_ground(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Commerce = "11340100MB1AC012X9";

    [Fact]
    public async Task records_who_acted_on_what_basis_at_every_step_of_a_licence()
    {
        var (licence, _) = await host.MintedLicence();
        var @case = (Guid)(await host.RowAsync(
            "select (data->>'case')::uuid from mt_events where stream_id = $1 and version = 1", licence))[0]!;

        (await GroundOf(@case, 1)).ShouldBe(new(
            "person-wang-fang", "citizen", null, null, "own-request", "《个人信息保护法》第四十五条", $"case/{@case}"));
        (await GroundOf(@case, 2)).ShouldBe(Officer("officer-commerce-1", "caseworker", $"case/{@case}/Submitted"));
        (await GroundOf(@case, 3)).ShouldBe(Officer("officer-commerce-1", "caseworker", $"case/{@case}/Accepted"));
        (await GroundOf(@case, 4)).ShouldBe(Officer("officer-commerce-2", "issuingOfficer", $"case/{@case}/Approved"));
        (await GroundOf(licence, 1)).ShouldBe(Officer("officer-commerce-2", "issuingOfficer", $"case/{@case}/Approved"));
    }

    [Fact]
    public async Task takes_nothing_about_itself_from_headers_or_query()
    {
        using var citizen = await host.SignedInAs("citizen");
        using var request = new HttpRequestMessage(
            HttpMethod.Post, $"/api/v1/cases?actor=x&agency={Commerce}&tenant=320100&purpose=audit&basis=x&role=auditor");
        foreach (var name in (string[])["actor", "agency", "purpose", "basis", "step", "role", "tenant", "region", "subject"])
            request.Headers.Add($"X-{name}", "forged");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Content = JsonContent.Create(Journeys.Application());
        using var answer = await citizen.SendAsync(request, TestContext.Current.CancellationToken);
        var id = (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();

        (await GroundOf(id, 1)).ShouldBe(new(
            "person-wang-fang", "citizen", null, null, "own-request", "《个人信息保护法》第四十五条", $"case/{id}"));
        (await host.RowAsync("select tenant_id from mt_events where stream_id = $1", id))[0].ShouldBe("340100");
    }

    [Theory]
    [InlineData("applicant")]
    [InlineData("agency")]
    [InlineData("purpose")]
    [InlineData("legalBasis")]
    [InlineData("actor")]
    public async Task is_refused_when_the_body_claims_it(string field)
    {
        using var citizen = await host.SignedInAs("citizen");
        var before = await host.FootprintAsync();
        var application = JsonSerializer.SerializeToNode(Journeys.Application())!.AsObject();
        application[field] = "forged";
        using var answer = await citizen.WriteAsync("/api/v1/cases", application);
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "field-unknown", field);
        (await host.FootprintAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData("acceptance", false)]
    [InlineData("refusal", true)]
    [InlineData("approval", false)]
    [InlineData("rejection", true)]
    [InlineData("closing", false)]
    public async Task of_another_agency_s_case_is_impossible_and_looks_like_its_absence(string step, bool giveReason)
    {
        var id = await host.SubmittedCase();
        using var stranger = await host.SignedInAs("caseworker2");
        var before = await host.FootprintAsync();
        object? body = giveReason ? new { reason = "理由" } : null;
        using var foreign = await stranger.WriteAsync($"/api/v1/cases/{id}/{step}", body, version: 1);
        using var absent = await stranger.WriteAsync($"/api/v1/cases/{Guid.NewGuid()}/{step}", body, version: 1);
        await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        await absent.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await Members(foreign)).ShouldBe(await Members(absent));
        (await host.FootprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task of_the_agency_but_of_another_area_is_impossible()
    {
        var id = await host.SubmittedCase();
        await host.ChargeAsync("officer-forged", Commerce, "340104", "caseHandling");
        using var district = host.SignedInWith(TokenForge.Officer(Commerce, "340104"));
        var before = await host.FootprintAsync();
        using var answer = await district.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 1);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await host.FootprintAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task of_the_agency_and_a_wider_area_is_possible()
    {
        var id = await host.SubmittedCase();
        await host.ChargeAsync("officer-forged", Commerce, "340100", "caseHandling");
        using var province = host.SignedInWith(TokenForge.Officer(Commerce, "340000"));
        using var answer = await province.WriteAsync($"/api/v1/cases/{id}/acceptance", version: 1);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task on_another_agency_s_licence_is_impossible()
    {
        var (licence, _) = await host.MintedLicence();
        await host.ChargeAsync("officer-forged", "11340100MB1AC0103N", "340100", "licenceIssuing");
        using var stranger = host.SignedInWith(TokenForge.Officer("11340100MB1AC0103N", "340100", "issuer"));
        var before = await host.FootprintAsync();
        using var answer = await stranger.WriteAsync($"/api/v1/licences/{licence}/revocation", new { reason = "理由" }, version: 1);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await host.FootprintAsync()).ShouldBe(before);
    }

    private static Recorded Officer(string actor, string role, string step) =>
        new(actor, role, Commerce, "340100", "case-handling", "《行政许可法》第三十四条", step);

    private async Task<Recorded> GroundOf(Guid stream, long version)
    {
        var row = await host.RowAsync(
            """
            select headers->>'actor', headers->>'role', headers->>'agency', headers->>'region', headers->>'purpose',
                   headers->>'basis', headers->>'step'
            from mt_events where stream_id = $1 and version = $2
            """, stream, version);
        var text = row.Select(value => (string?)value).ToArray();
        return new(text[0], text[1], text[2], text[3], text[4], text[5], text[6]);
    }

    private static async Task<string> Members(HttpResponseMessage answer) =>
        string.Join(',', (await answer.JsonAsync()).EnumerateObject().Select(member =>
            member.Name == "traceId" ? member.Name : $"{member.Name}={member.Value}"));

    private sealed record Recorded(
        string? Actor, string? Role, string? Agency, string? Region, string? Purpose, string? Basis, string? Step);
}
