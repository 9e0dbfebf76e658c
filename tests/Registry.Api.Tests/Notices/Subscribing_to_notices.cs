using System.Net;
using Registry.Api.Tests.Erasures;
using Registry.Api.Tests.Objections;
using Registry.Testing;

namespace Registry.Api.Tests.Notices;

public sealed class Subscribing_to_notices(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task shows_each_access_since_once_and_in_order()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var @case = await person.SubmittedCase();
        await host.LookedAt(@case);
        using var none = await person.Read("my/notices");
        await none.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await person.Subscribe()).EnsureSuccessStatusCode();
        (await person.Notices()).Notices.ShouldBeEmpty();
        var looks = new List<Guid> { await host.LookedAt(@case), await host.LookedAt(@case, "auditor") };
        await ReadOwn(person, @case);
        await Eventually.HoldsAsync("both are told", async () => (await person.Notices()).Notices.Length == 2);
        var (told, next) = await person.Notices();
        told.Select(NoticeJourneys.Event).ShouldBe(looks);
        told[0].GetProperty("purpose").GetString().ShouldBe("case-handling");
        told[0].GetProperty("agencyName").GetString().ShouldBe("合肥市工商行政管理局");
        (await person.Notices(next)).Notices.ShouldBeEmpty();
        var third = await host.LookedAt(@case);
        await Eventually.HoldsAsync("it goes on from there", async () =>
            (await person.Notices(next)).Notices is [var one] && one.Event() == third);
        using var malformed = await person.Read("my/notices?after=yesterday");
        await malformed.ShouldBeProblem(HttpStatusCode.BadRequest, "request-malformed", "after");
    }

    [Fact]
    public async Task is_to_some_purposes_and_to_emergencies_in_any_case()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var @case = await person.SubmittedCase();
        using var unknown = await person.Subscribe(0, "audit", "curiosity");
        await unknown.ShouldBeProblem(HttpStatusCode.BadRequest, "notice-purpose-unknown", "purposes[1]");
        (await person.Subscribe(0, "audit")).EnsureSuccessStatusCode();
        await host.LookedAt(@case);
        var audit = await host.LookedAt(@case, "auditor");
        await Told(person, audit);
        (await person.Subscribe(1, "verification")).EnsureSuccessStatusCode();
        await host.LookedAt(@case, "auditor");
        var urgent = await InEmergency(@case);
        await Told(person, urgent);

        using var own = await person.Read("my/notices/subscription");
        (await own.JsonAsync()).GetProperty("purposes").EnumerateArray().Select(one => one.GetString()).ShouldBe(["verification"]);
        using var stale = await person.Subscribe(1, "audit");
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed, "stale-version");
        using var ended = await person.WriteAsync("/api/v1/my/notices/subscription/ending", version: 2);
        ended.EnsureSuccessStatusCode();
        using var none = await person.Read("my/notices");
        await none.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var again = await person.WriteAsync("/api/v1/my/notices/subscription/ending", version: 3);
        await again.ShouldBeProblem(HttpStatusCode.Conflict, "notices-not-subscribed");
    }

    [Fact]
    public async Task shows_a_new_access_within_five_seconds()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var @case = await person.SubmittedCase();
        (await person.Subscribe()).EnsureSuccessStatusCode();
        using var stream = await person.OpenStream();
        stream.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var (first, after) = await lines.NextPage();
        first.ShouldBeEmpty();
        // The subscription has its place in the log now.
        while (after.Length == 0)
            (first, after) = await lines.NextPage();

        var look = await host.LookedAt(@case);
        await Eventually.HoldsAsync("it has its place in the log", async () => (await person.Notices(after)).Notices.Length == 1);
        var since = TimeProvider.System.GetTimestamp();
        var (told, next) = await lines.NextPage();
        TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromSeconds(5));
        told.ShouldHaveSingleItem().Event().ShouldBe(look);

        // A browser that comes back says where it was.
        person.DefaultRequestHeaders.Add("Last-Event-ID", after);
        using var again = await person.OpenStream();
        using var repeated = new StreamReader(await again.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var (missed, place) = await repeated.NextPage();
        missed.ShouldHaveSingleItem().Event().ShouldBe(look);
        place.ShouldBe(next);
    }

    [Fact]
    public async Task ends_the_stream_with_the_token()
    {
        var claims = ErasureJourneys.NewCitizen();
        using var person = host.SignedInWith(claims);
        (await person.Subscribe()).EnsureSuccessStatusCode();
        using var brief = host.Bearing(host.Token(claims, token => token.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(3)));
        using var stream = await brief.OpenStream();
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        await lines.NextPage();
        await lines.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(
            TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task opens_so_many_streams_and_no_more()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        (await person.Subscribe()).EnsureSuccessStatusCode();
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < 3; i++)
            open.Add(await person.OpenStream());
        using var more = await person.OpenStream();
        await more.ShouldBeProblem(HttpStatusCode.TooManyRequests, "notice-streams-too-many");
        foreach (var one in open)
            one.Dispose();
        await Eventually.HoldsAsync("a place is free again", async () =>
        {
            using var again = await person.OpenStream();
            return again.IsSuccessStatusCode;
        });
    }

    private static async Task Told(HttpClient person, Guid access) => await Eventually.HoldsAsync(
        "the access is told, and no other",
        async () => (await person.Notices()).Notices is [.., var last] && last.Event() == access);

    private async Task<Guid> InEmergency(Guid @case)
    {
        using var officer = await host.SignedInAs("caseworker3");
        using var asked = await officer.WriteAsync($"/api/v1/cases/{@case}/emergency", new { reason = "急" });
        var emergency = (await asked.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        using var supervisor = await host.SignedInAs("supervisor");
        (await supervisor.WriteAsync($"/api/v1/emergencies/{emergency}/release", version: 1)).EnsureSuccessStatusCode();
        officer.DefaultRequestHeaders.Add("Emergency", emergency.ToString());
        using var read = await officer.Read($"cases/{@case}");
        return (await read.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();
    }

    private static async Task ReadOwn(HttpClient person, Guid @case) =>
        (await person.Read($"cases/{@case}")).EnsureSuccessStatusCode();
}
