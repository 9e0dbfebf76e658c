using System.Net;
using System.Text.Json;
using Registry.Api.Tests.Erasures;
using Registry.Api.Tests.Objections;
using Registry.Testing;

namespace Registry.Api.Tests.Notices;

/// <summary>Over HTTP on both sides, by the leader.</summary>
public sealed class Telling_the_gateway(NoticedHost host) : IClassFixture<NoticedHost>
{
    [Fact]
    public async Task says_who_is_to_be_told_of_which_access_and_nothing_else()
    {
        await host.Gateway.ComeAsync();
        var claims = ErasureJourneys.NewCitizen();
        using var person = host.SignedInWith(claims);
        var unsubscribed = ErasureJourneys.NewCitizen();
        using var stranger = host.SignedInWith(unsubscribed);
        (await person.Subscribe()).EnsureSuccessStatusCode();
        await host.LookedAt(await stranger.SubmittedCase());
        var look = await host.LookedAt(await person.SubmittedCase());
        await Eventually.HoldsAsync("the gateway has it", () => Task.FromResult(host.Gateway.Taken.Any(one => one.Access == look)));

        var message = host.Gateway.Taken.Where(one => one.Recipient == (string)claims["sub"]).ShouldHaveSingleItem();
        message.Authorization.ShouldBe($"Bearer {NoticedHost.Secret}");
        message.ContentType.ShouldStartWith("application/cloudevents+json");
        message.Get("specversion").ShouldBe("1.0");
        message.Get("type").ShouldBe("registry.access-notice.v1");
        message.Get("source").ShouldBe("/log/340100");
        message.Id.ShouldStartWith($"{look}/");
        using var json = JsonDocument.Parse(message.Text);
        json.RootElement.GetProperty("data").EnumerateObject().Select(member => member.Name)
            .ShouldBe(["recipient", "access", "purpose", "agency"], ignoreOrder: true);
        json.RootElement.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["specversion", "id", "source", "type", "time", "datacontenttype", "data"], ignoreOrder: true);
        message.Text.ShouldNotContain((string)claims["party_code"]);
        host.Gateway.Taken.ShouldNotContain(one => one.Recipient == (string)unsubscribed["sub"]);
        await host.Gateway.GoAsync();
    }

    [Fact]
    public async Task waits_for_one_that_is_away_and_keeps_nobody_waiting()
    {
        await host.Gateway.GoAsync();
        var claims = ErasureJourneys.NewCitizen();
        using var person = host.SignedInWith(claims);
        (await person.Subscribe()).EnsureSuccessStatusCode();
        var @case = await person.SubmittedCase();
        List<Guid> looks = [await host.LookedAt(@case), await host.LookedAt(@case, "auditor"), await host.LookedAt(@case)];
        using var anybody = host.Anonymous();
        await Eventually.HoldsAsync("the outage shows", async () => await Ready(anybody) == "Degraded");

        await host.Gateway.ComeAsync();
        await Eventually.HoldsAsync("all are told", () => Task.FromResult(Told().Count == 3));
        Told().ShouldBe(looks);
        await Eventually.HoldsAsync("it is over", async () => await Ready(anybody) == "Healthy");
        await host.Gateway.GoAsync();

        IReadOnlyList<Guid> Told() =>
            [.. host.Gateway.Taken.Where(one => one.Recipient == (string)claims["sub"]).Select(one => one.Access)];
    }

    private static async Task<string> Ready(HttpClient anybody)
    {
        using var answer = await anybody.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
