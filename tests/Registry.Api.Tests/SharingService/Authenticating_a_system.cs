using System.Net.Http.Json;
using Registry.Testing;
using static Registry.Api.Tests.Sharing.SharingJourneys;

namespace Registry.Api.Tests.SharingService;

/// <summary>Clients of the standard send the token in the head of the body.</summary>
public sealed class Authenticating_a_system(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task takes_the_token_from_the_head_or_the_header_and_not_from_both()
    {
        await host.MintedLicence("citizen");
        var grant = await host.GrantToHealth();
        var token = await host.TokenOf("system");
        using var anybody = host.Anonymous();
        await Query(anybody, grant.ToString(), token).DataAsync();
        using var system = await host.SignedInAs("system");
        await Query(system, grant.ToString(), token: null).DataAsync();
        await Query(system, grant.ToString(), token).ShouldBeRefused(401, "not-authenticated", 11);
    }

    [Fact]
    public async Task is_demanded_of_everybody_and_of_systems_alone()
    {
        var grant = await host.GrantToHealth();
        using var anybody = host.Anonymous();
        await Query(anybody, grant.ToString(), token: null).ShouldBeRefused(401, "not-authenticated", 11);
        await Query(anybody, grant.ToString(), "made-up").ShouldBeRefused(401, "not-authenticated", 11);
        await Query(anybody, grant.ToString(), await host.TokenOf("caseworker2")).ShouldBeRefused(403, "role-not-allowed", 11);
    }

    [Fact]
    public async Task lets_a_system_do_nothing_else()
    {
        var (licence, _) = await host.MintedLicence("citizen");
        using var system = await host.SignedInAs("system");
        system.DefaultRequestHeaders.Add("Sharing", (await host.GrantToHealth()).ToString());
        foreach (var path in (string[])[$"licences/{licence}", "licences", "cases", "sharing-grants"])
        {
            using var answer = await system.GetAsync($"/api/v1/{path}", TestContext.Current.CancellationToken);
            await answer.ShouldBeProblem(System.Net.HttpStatusCode.Forbidden, "role-not-allowed");
        }
    }

    [Fact]
    public async Task wants_the_grant_named()
    {
        using var system = await host.SignedInAs("system");
        await Query(system, access: null, token: null).ShouldBeRefused(400, "field-missing", 12, "head.accessId");
        await Query(system, "1234", token: null).ShouldBeRefused(400, "sharing-malformed", 11, "head.accessId");
    }

    [Fact]
    public async Task does_not_take_a_token_from_a_body_elsewhere()
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.WriteAsync(
            "/api/v1/subjects/search", new { head = new { accessToken = await host.TokenOf("caseworker2") } });
        await answer.ShouldBeProblem(System.Net.HttpStatusCode.Unauthorized, "not-authenticated");
    }

    private static async Task<HttpResponseMessage> Query(HttpClient client, string? access, string? token)
    {
        var head = new Dictionary<string, string>();
        if (access is not null)
            head["accessId"] = access;
        if (token is not null)
            head["accessToken"] = token;
        return await client.PostAsJsonAsync("/CertShare/queryCertInfoByHolderCode", new
        {
            head, data = new { holderCode = ServiceJourneys.WangFang, holderTypeCode = "10", certTypeCode = BusinessLicence },
        }, TestContext.Current.CancellationToken);
    }
}
