using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Audit;

/// <summary>Every look is judged by every rule, so that there is an end to them.</summary>
public sealed class Defining_many_rules(RegistryHost host) : IClassFixture<RegistryHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ends_at_two_hundred_in_force_and_those_that_were_retired_are_listed_too()
    {
        using var auditor = await host.SignedInAs("auditor");
        var rules = new List<Guid>();
        while (rules.Count < 200)
            rules.Add(await host.DefinedRule(new { kind = "watchedPerson" }));
        using (var answer = await auditor.WriteAsync("/api/v1/audit/rules", new { kind = "watchedPerson" }))
            await answer.ShouldBeProblem(HttpStatusCode.Conflict, "audit-rules-too-many");
        (await auditor.WriteAsync($"/api/v1/audit/rules/{rules[0]}/retirement", version: 1)).EnsureSuccessStatusCode();
        rules.Add(await host.DefinedRule(new { kind = "watchedPerson" }));

        var (listed, path) = (new List<Guid>(), "/api/v1/audit/rules");
        for (var pages = 0; path is not null; pages++)
        {
            pages.ShouldBeLessThan(3);
            using var answer = await auditor.GetAsync(new Uri(path, UriKind.Relative), Token);
            var page = await answer.EnsureSuccessStatusCode().JsonAsync();
            page.GetArrayLength().ShouldBeLessThanOrEqualTo(200);
            listed.AddRange(page.EnumerateArray().Select(one => one.GetProperty("id").GetGuid()));
            path = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }
        listed.ShouldBe(rules, ignoreOrder: true);
        using var malformed = await auditor.GetAsync(new Uri("/api/v1/audit/rules?after=last", UriKind.Relative), Token);
        await malformed.ShouldBeProblem(HttpStatusCode.BadRequest, "request-malformed", "after");
    }
}
