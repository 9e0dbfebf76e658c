using System.Net;
using Registry.Testing;
using static Registry.Api.Tests.Sharing.SharingJourneys;

namespace Registry.Api.Tests.Sharing;

/// <summary>An agency may propose any number of grants, one after another.</summary>
public sealed class Listing_many_grants(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Path = "/api/v1/sharing-grants";

    [Fact]
    public async Task ends_at_fifty_that_wait_and_gives_all_others_page_by_page()
    {
        using var issuer = await host.SignedInAs("issuer");
        var waiting = new Queue<Guid>();
        var all = new List<Guid>();
        while (waiting.Count < 50)
            waiting.Enqueue(await ProposeAsync());
        using (var more = await issuer.WriteAsync(Path, Request(Health)))
            await more.ShouldBeProblem(HttpStatusCode.Conflict, "sharing-too-many-waiting");
        using (var supervisor = await host.SignedInAs("supervisor"))
            (await supervisor.WriteAsync($"{Path}/{waiting.Dequeue()}/approval", version: 1)).EnsureSuccessStatusCode();
        while (all.Count <= 200)
        {
            waiting.Enqueue(await ProposeAsync());
            (await issuer.WriteAsync($"{Path}/{waiting.Dequeue()}/revocation", version: 1)).EnsureSuccessStatusCode();
        }

        var (listed, ends, path) = (new List<Guid>(), new List<string>(), Path);
        for (var pages = 0; path is not null; pages++)
        {
            pages.ShouldBeLessThan(2);
            using var answer = await issuer.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            var page = await answer.EnsureSuccessStatusCode().JsonAsync();
            page.GetArrayLength().ShouldBeLessThanOrEqualTo(200);
            listed.AddRange(page.EnumerateArray().Select(one => one.GetProperty("id").GetGuid()));
            ends.AddRange(page.EnumerateArray().Select(one => one.GetProperty("until").GetString()!));
            path = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }
        listed.ShouldBe(all, ignoreOrder: true);
        ends.ShouldBeInOrder(SortDirection.Descending);
        foreach (var after in (string[])["last", Guid.NewGuid().ToString()])
        {
            using var malformed = await issuer.GetAsync(new Uri($"{Path}?after={after}", UriKind.Relative), TestContext.Current.CancellationToken);
            await malformed.ShouldBeProblem(HttpStatusCode.BadRequest, "request-malformed", "after");
        }

        // Of a grant that it does not see another agency learns nothing, not even that there is one.
        using var other = await host.SignedInAs("caseworker2");
        using var unseen = await other.GetAsync(new Uri($"{Path}?after={waiting.Peek()}", UriKind.Relative), TestContext.Current.CancellationToken);
        await unseen.ShouldBeProblem(HttpStatusCode.BadRequest, "request-malformed", "after");

        async Task<Guid> ProposeAsync()
        {
            var request = Request(Health);
            request["until"] = Today.AddDays(30 + all.Count % 3);
            using var proposed = await issuer.WriteAsync(Path, request);
            all.Add((await proposed.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid());
            return all[^1];
        }
    }
}
