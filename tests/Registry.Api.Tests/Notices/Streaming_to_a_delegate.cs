using System.Net;
using Registry.Api.Hosting;
using Registry.Api.Tests.Erasures;
using Registry.Api.Tests.Objections;
using Registry.Testing;

namespace Registry.Api.Tests.Notices;

/// <summary>
/// Somebody listens for somebody else. Other people in each test: a stream that was closed holds its place until the server notices.
/// </summary>
public sealed class Streaming_to_a_delegate(RegistryHost host) : IClassFixture<RegistryHost>
{
    private readonly Dictionary<string, object> @delegate = ErasureJourneys.NewCitizen();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task shows_what_the_person_is_told_and_ends_when_it_is_revoked()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        var @case = await person.SubmittedCase();
        (await person.Subscribe()).EnsureSuccessStatusCode();
        var delegation = await Grant(person, "readAccesses");
        using var listener = Listener(delegation);
        using var stream = await listener.OpenStream();
        using var lines = new StreamReader(await stream.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(Token));
        var look = await host.LookedAt(@case);
        var told = (await lines.NextPage()).Notices;
        while (told.Length == 0)
            told = (await lines.NextPage()).Notices;
        // Not of their own opening the stream, which came before.
        told.ShouldHaveSingleItem().Event().ShouldBe(look);

        (await person.WriteAsync($"/api/v1/my/delegations/{delegation}/revocation", version: 1)).EnsureSuccessStatusCode();
        await host.LookedAt(@case);
        var rest = await lines.ReadToEndAsync(Token).WaitAsync(TimeSpan.FromSeconds(15), Token);
        rest.ShouldBeEmpty();
        using var again = await listener.OpenStream();
        await again.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task is_recorded_once_for_the_person()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        (await person.Subscribe()).EnsureSuccessStatusCode();
        var delegation = await Grant(person, "readAccesses");
        using var listener = Listener(delegation);
        using var stream = await listener.OpenStream();
        using var lines = new StreamReader(await stream.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(Token));
        await lines.NextPage();
        await lines.NextPage();
        var line = (await person.List("my/accesses")).Where(one => one.GetProperty("purpose").GetString() == "holder-delegation")
            .ShouldHaveSingleItem();
        line.GetProperty("resource").GetString().ShouldBe("notices/stream");
        line.GetProperty("step").GetString().ShouldBe($"delegation/{delegation}");
    }

    [Fact]
    public async Task needs_a_delegation_for_accesses()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        (await person.Subscribe()).EnsureSuccessStatusCode();
        using var listener = Listener(await Grant(person, "readCases"));
        using var stream = await listener.OpenStream();
        await stream.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task leaves_the_person_their_own_streams()
    {
        using var person = host.SignedInWith(ErasureJourneys.NewCitizen());
        (await person.Subscribe()).EnsureSuccessStatusCode();
        var delegation = await Grant(person, "readAccesses");
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < 3; i++)
        {
            using var listener = Listener(delegation);
            open.Add(await listener.OpenStream());
        }
        using var own = await person.OpenStream();
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var one in open)
            one.Dispose();
    }

    private HttpClient Listener(Guid delegation)
    {
        var client = host.SignedInWith(@delegate);
        client.DefaultRequestHeaders.Add("Delegation", delegation.ToString());
        return client;
    }

    private async Task<Guid> Grant(HttpClient person, string purpose)
    {
        using var answer = await person.WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType = @delegate["party_code_type"], code = @delegate["party_code"] }, purposes = new[] { purpose },
            until = TimeProvider.System.Today().AddDays(9),
        });
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }
}
