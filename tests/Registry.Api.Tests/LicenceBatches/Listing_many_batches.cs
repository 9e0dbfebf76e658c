using System.Net;
using Registry.Testing;
using static Registry.Api.Tests.LicenceBatches.BatchJourneys;

namespace Registry.Api.Tests.LicenceBatches;

/// <summary>An agency may propose any number of batches, one after another.</summary>
public sealed class Listing_many_batches(RegistryHost host) : IClassFixture<RegistryHost>
{
    [Fact]
    public async Task gives_all_of_them_page_by_page()
    {
        using var issuer = await host.SignedInAs("issuer");
        var (all, listed) = (new List<Guid>(), new List<Guid>());
        while (all.Count <= 200)
        {
            using var proposed = await issuer.WriteAsync($"{Batches}/reissues", Request($"b{all.Count}"));
            all.Add((await proposed.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid());
        }
        for (string? path = Batches; path is not null;)
        {
            using var answer = await issuer.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            var page = await answer.EnsureSuccessStatusCode().JsonAsync();
            page.GetArrayLength().ShouldBeLessThanOrEqualTo(200);
            listed.AddRange(page.EnumerateArray().Select(one => one.GetProperty("id").GetGuid()));
            path = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }
        listed.Count.ShouldBe(all.Count);
        listed.ShouldBe(all, ignoreOrder: true);

        // Of a batch that it does not see another agency learns nothing, not even that there is one.
        using var other = await host.SignedInAs("policesupervisor");
        foreach (var after in (string[])["last", Guid.NewGuid().ToString(), all[0].ToString()])
        {
            using var malformed = await other.GetAsync(new Uri($"{Batches}?after={after}", UriKind.Relative), TestContext.Current.CancellationToken);
            await malformed.ShouldBeProblem(HttpStatusCode.BadRequest, "request-malformed", "after");
        }
    }
}
