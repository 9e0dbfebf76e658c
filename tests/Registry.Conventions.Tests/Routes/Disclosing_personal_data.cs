using System.Net;
using Registry.Testing;

namespace Registry.Conventions.Tests.Routes;

/// <summary>Each route that is marked as disclosing does record, once, before it answers.</summary>
public sealed class Disclosing_personal_data(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData("citizen")]
    [InlineData("issuer")]
    [InlineData("verifier")]
    [InlineData("auditor")]
    public async Task of_a_licence_is_recorded_for(string person)
    {
        var (id, _) = await host.MintedLicence();
        await ShouldRecordOnce(person, client => client.GetAsync(new Uri($"/api/v1/licences/{id}", UriKind.Relative)));
    }

    [Theory]
    [InlineData("citizen")]
    [InlineData("caseworker")]
    [InlineData("issuer")]
    [InlineData("supervisor")]
    [InlineData("auditor")]
    public async Task of_a_case_is_recorded_for(string person)
    {
        var id = await host.ApprovedCase();
        await ShouldRecordOnce(person, client => client.GetAsync(new Uri($"/api/v1/cases/{id}", UriKind.Relative)));
    }

    [Theory]
    [InlineData("caseworker")]
    [InlineData("issuer")]
    public async Task of_one_whole_field_is_recorded_for(string person)
    {
        var id = await host.ApprovedCase();
        using var client = await host.SignedInAs(person);
        var before = await host.CountAsync("access_unmasked.v1");
        using var answer = await client.WriteAsync($"/api/v1/cases/{id}/unmasking", new { field = "phone" });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.CountAsync("access_unmasked.v1")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task to_mint_is_recorded()
    {
        var @case = await host.ApprovedCase();
        await ShouldRecordOnce("issuer", client => client.WriteAsync("/api/v1/licences", new { @case }, version: 3));
    }

    [Fact]
    public async Task to_change_is_recorded()
    {
        var (id, _) = await host.MintedLicence();
        await ShouldRecordOnce("issuer", client => client.WriteAsync(
            $"/api/v1/licences/{id}/change", new { fields = new { address = "蜀山区示范路9号" } }, version: 1));
    }

    [Theory]
    [InlineData("citizen", "/api/v1/cases")]
    [InlineData("auditor", "/api/v1/cases")]
    [InlineData("citizen", "/api/v1/licences")]
    [InlineData("issuer", "/api/v1/licences")]
    [InlineData("citizen", "/api/v1/my/accesses")]
    [InlineData("citizen", "/api/v1/my/accesses/export?format=csv")]
    [InlineData("citizen", "/api/v1/my/accesses/head")]
    [InlineData("citizen", "/my/accesses")]
    [InlineData("citizen", "/my/notices")]
    [InlineData("auditor", "/api/v1/log/export")]
    public async Task is_not_what_lists_and_the_log_do(string person, string path)
    {
        await host.MintedLicence();
        using var client = await host.SignedInAs(person);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.Length.ShouldBeGreaterThan(2);
        foreach (var personal in (string[])["王芳", "340104199001010017", "13800000000", "𠮷祥面馆", "蜀山区示范路1号"])
            text.ShouldNotContain(personal);
    }

    private async Task ShouldRecordOnce(string person, Func<HttpClient, Task<HttpResponseMessage>> act)
    {
        using var client = await host.SignedInAs(person);
        var before = await host.CountAsync("access_disclosed.v1");
        using var answer = await act(client);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Created);
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);
    }
}
