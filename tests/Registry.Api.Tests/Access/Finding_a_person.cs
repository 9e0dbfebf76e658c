using System.Net;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Access;

/// <summary>An officer has a code in front of them. What they get, and what is left of it.</summary>
public sealed class Finding_a_person(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Code = "340104199001010017";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task gives_only_what_the_officer_may_read_and_is_one_access()
    {
        var mine = await host.SubmittedCase();
        var other = await host.SubmittedCase("citizen2");
        var before = await host.CountAsync("access_disclosed.v1");

        var found = await Find("caseworker", Code);
        Ids(found, "cases").ShouldContain(mine);
        Ids(found, "cases").ShouldNotContain(other);
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);
        Ids(await Find("caseworker2", Code), "cases").ShouldBeEmpty();

        using var citizen = await host.SignedInAs("citizen");
        var looks = await citizen.GetStringAsync(new Uri("/api/v1/my/accesses", UriKind.Relative), Token);
        looks.ShouldContain(found.GetProperty("accessEvent").GetGuid().ToString());
        looks.ShouldContain("subjects/search");
    }

    [Fact]
    public async Task finds_a_licence_for_its_issuer_and_for_no_other_agency()
    {
        var (licence, _) = await host.MintedLicence();
        Ids(await Find("issuer", Code), "licences").ShouldContain(licence);
        Ids(await Find("caseworker2", Code), "licences").ShouldBeEmpty();
    }

    [Fact]
    public async Task finds_by_telephone_whoever_gave_it_with_a_case_the_officer_may_read()
    {
        var phone = $"139{Random.Shared.Next(100_000_000):D8}";
        var mine = await SubmitWith(phone);
        var before = await host.CountAsync("access_disclosed.v1");

        var found = await Find("caseworker", new { phone });
        Ids(found, "cases").ShouldContain(mine);
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);
        Ids(await Find("caseworker2", new { phone }), "cases").ShouldBeEmpty();
        Ids(await Find("caseworker", new { phone = "13999999999" }), "cases").ShouldNotContain(mine);

        using var citizen = await host.SignedInAs("citizen");
        (await citizen.GetStringAsync(new Uri("/api/v1/my/accesses", UriKind.Relative), Token))
            .ShouldContain(found.GetProperty("accessEvent").GetGuid().ToString());
        var stored = await host.RowAsync(
            $"select count(*) from mt_events where data::text || headers::text like '%{phone}%'");
        stored[0].ShouldBe(0L);
    }

    [Fact]
    public async Task finds_a_corrected_number_and_no_longer_the_old_one()
    {
        var (old, corrected) = ($"137{Random.Shared.Next(100_000_000):D8}", $"136{Random.Shared.Next(100_000_000):D8}");
        var id = await SubmitWith(old);
        using var citizen = await host.SignedInAs("citizen");
        using var officer = await host.SignedInAs("caseworker");
        (await officer.WriteAsync($"/api/v1/cases/{id}/acceptance", body: null, version: 1)).EnsureSuccessStatusCode();
        (await citizen.WriteAsync($"/api/v1/cases/{id}/correction-request", new { phone = corrected }, version: 2)).EnsureSuccessStatusCode();
        Ids(await Find("caseworker", new { phone = corrected }), "cases").ShouldNotContain(id);
        (await officer.WriteAsync($"/api/v1/cases/{id}/correction", body: null, version: 3)).EnsureSuccessStatusCode();
        Ids(await Find("caseworker", new { phone = corrected }), "cases").ShouldContain(id);
        Ids(await Find("caseworker", new { phone = old }), "cases").ShouldNotContain(id);
    }

    [Fact]
    public async Task takes_a_code_or_a_number_and_not_both()
    {
        using var officer = await host.SignedInAs("caseworker");
        using (var both = await officer.WriteAsync("/api/v1/subjects/search", new { phone = "13800000000", codeType = "111", code = Code }))
            await both.ShouldBeProblem(HttpStatusCode.BadRequest, "field-unknown", "code");
        using (var none = await officer.WriteAsync("/api/v1/subjects/search", new { }))
            await none.ShouldBeProblem(HttpStatusCode.BadRequest, "field-missing", "codeType");
        using var wrong = await officer.WriteAsync("/api/v1/subjects/search", new { phone = "12345" });
        (await wrong.ShouldBeProblem(HttpStatusCode.BadRequest, "phone-malformed", "phone")).ToString().ShouldNotContain("12345");
    }

    [Fact]
    public async Task says_of_nobody_that_there_is_nothing_and_records_that_too()
    {
        var before = await host.CountAsync("access_disclosed.v1");
        var found = await Find("caseworker", "340111198506150022");
        Ids(found, "licences").ShouldBeEmpty();
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);
        (await host.RowAsync("select count(*) from mt_events where data::text || headers::text like '%340111198506150022%'"))[0].ShouldBe(0L);
    }

    [Fact]
    public async Task is_refused_without_the_duty_and_recorded()
    {
        var before = await host.CountAsync("access_refused.v1");
        using var officer = host.SignedInWith(TokenForge.Officer("11340100MB1AC012X9", "340100"));
        using var answer = await officer.WriteAsync("/api/v1/subjects/search", new { codeType = "111", code = Code });
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await host.CountAsync("access_refused.v1")).ShouldBe(before + 1);
    }

    [Theory]
    [InlineData("111", "340104199001010018")]
    [InlineData("001", "340104199001010017")]
    [InlineData("111", "")]
    public async Task takes_no_code_that_cannot_be_one(string codeType, string code)
    {
        using var officer = await host.SignedInAs("caseworker");
        using var answer = await officer.WriteAsync("/api/v1/subjects/search", new { codeType, code });
        var problem = await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "field-malformed", "code");
        if (code.Length > 0)
            problem.ToString().ShouldNotContain(code);
    }

    [Theory]
    [InlineData("citizen")]
    [InlineData("verifier")]
    [InlineData("admin")]
    public async Task is_for_those_who_handle_cases_and_licences(string person)
    {
        using var client = await host.SignedInAs(person);
        using var answer = await client.WriteAsync("/api/v1/subjects/search", new { codeType = "111", code = Code });
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<Guid> SubmitWith(string phone)
    {
        using var citizen = await host.SignedInAs("citizen");
        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application(phone: phone));
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }

    private Task<JsonElement> Find(string person, string code) => Find(person, new { codeType = "111", code });

    private async Task<JsonElement> Find(string person, object wanted)
    {
        using var officer = await host.SignedInAs(person);
        using var answer = await officer.WriteAsync("/api/v1/subjects/search", wanted);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    private static IReadOnlyList<Guid> Ids(JsonElement found, string kind) =>
        [.. found.GetProperty(kind).EnumerateArray().Select(id => id.GetGuid())];
}
