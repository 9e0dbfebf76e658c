using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.BadInput;

public sealed class Asking_for_what_is_not_there(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("POST", "/api/v1/nothing")]
    [InlineData("DELETE", "/api/v2/cases")]
    [InlineData("GET", "/log/999999/checkpoint")]
    [InlineData("GET", "/log/340100/event/00000000-0000-4000-8000-000000000000")]
    [InlineData("GET", "/api/v1/items/11340100MB1AC012X93340131001999")]
    public async Task is_not_found_by_anybody(string method, string path)
    {
        using var anybody = host.Anonymous();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await anybody.SendAsync(request, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("DELETE", "/api/v1/cases", "GET, POST")]
    [InlineData("PUT", "/api/v1/my/accesses", "GET")]
    [InlineData("POST", "/api/v1/my/accesses", "GET")]
    [InlineData("GET", "/api/v1/licences/00000000-0000-4000-8000-000000000000/renewal", "POST")]
    [InlineData("POST", "/log/340100/checkpoint", "GET, HEAD")]
    [InlineData("PATCH", "/api/v1/verify/1.2.3", "GET")]
    public async Task in_another_way_is_told_which_ways_there_are(string method, string path, string allowed)
    {
        using var anybody = host.Anonymous();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await anybody.SendAsync(request, TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        answer.Content.Headers.Allow.Order().ShouldBe(allowed.Split(", ").Order());
    }

    [Theory]
    [InlineData("citizen", "/api/v1/cases/")]
    [InlineData("citizen", "/api/v1/licences/")]
    [InlineData("verifier", "/api/v1/licences/")]
    [InlineData("auditor", "/api/v1/cases/")]
    public async Task by_an_unknown_id_is_recorded_as_refused_and_is_about_nobody(string person, string path)
    {
        using var client = await host.SignedInAs(person);
        var (before, refused) = (await host.FootprintAsync(), await host.CountAsync("access_refused.v1"));
        using var answer = await client.GetAsync(path + Guid.NewGuid(), TestContext.Current.CancellationToken);
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await host.FootprintAsync()).ShouldBe(before with { Events = before.Events + 1, Leaves = before.Leaves + 1 });
        (await host.CountAsync("access_refused.v1")).ShouldBe(refused + 1);
        (await host.RowAsync(
            "select data ->> 'code' || jsonb_array_length(data -> 'subjects') from mt_events where type = 'access_refused.v1' order by seq_id desc limit 1"))[0]
            .ShouldBe("access-nothing-there0");
    }

    [Fact]
    public async Task because_it_is_another_agency_s_case_looks_the_same_and_is_recorded_as_well()
    {
        var id = await host.SubmittedCase();
        using var stranger = await host.SignedInAs("caseworker2");
        var (events, refused) = ((await host.FootprintAsync()).Events, await host.CountAsync("access_refused.v1"));
        using var foreign = await stranger.GetAsync($"/api/v1/cases/{id}", TestContext.Current.CancellationToken);
        using var absent = await stranger.GetAsync($"/api/v1/cases/{Guid.NewGuid()}", TestContext.Current.CancellationToken);
        var one = await foreign.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        var other = await absent.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        one.EnumerateObject().Select(member => member.Name).ShouldBe(other.EnumerateObject().Select(member => member.Name));
        one.GetProperty("title").GetString().ShouldBe(other.GetProperty("title").GetString());
        foreign.Headers.ETag.ShouldBeNull();
        (await host.CountAsync("access_refused.v1")).ShouldBe(refused + 2);
        (await host.FootprintAsync()).Events.ShouldBe(events + 2);
    }
}
