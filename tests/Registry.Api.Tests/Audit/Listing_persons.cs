using System.Net;
using Registry.Testing;

namespace Registry.Api.Tests.Audit;

/// <summary>Famous people, and those with whom an officer must have nothing to do: by tag, from when they are listed.</summary>
public sealed class Listing_persons(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Watched = "/api/v1/audit/watched-persons";
    private const string Related = "/api/v1/officers/officer-commerce-1/related-persons";

    private static readonly object Li = new { codeType = "111", code = "340111198506150022" };
    private static readonly object Wang = new { codeType = "111", code = "340104199001010017" };

    [Fact]
    public async Task who_are_watched_finds_any_officers_look_at_them_while_they_are()
    {
        var (famous, other) = (await host.SubmittedCase("citizen2"), await host.SubmittedCase());
        var rule = await host.DefinedRule(new { kind = "watchedPerson" });
        var early = await host.Look("caseworker", famous);
        await Change("auditor", Watched, Li);
        var looks = new[] { await host.Look("caseworker", famous), await host.Look("supervisor", famous) };
        await host.Look("caseworker", other);
        // An attempt that is refused is one too, and is in the list of accesses alone.
        using var stranger = await host.SignedInAs("caseworker2");
        (await stranger.GetAsync($"/api/v1/cases/{famous}", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Change("admin", $"{Watched}/removal", Li);
        var late = await host.Look("caseworker", famous);
        await host.JudgedAsync(late);

        var found = await Task.WhenAll((await host.FindingsOf(rule)).Select(one => host.Finding(one.GetProperty("id").GetGuid())));
        found.Length.ShouldBe(3);
        looks.Except(found.SelectMany(one => one.Accesses())).ShouldBeEmpty();
        found.SelectMany(one => one.Accesses()).ShouldNotContain(early);
        found.SelectMany(one => one.Accesses()).ShouldNotContain(late);
        found.Select(one => one.GetProperty("officer").GetString()).Order(StringComparer.Ordinal)
            .ShouldBe(["officer-commerce-1", "officer-commerce-4", "officer-health-1"]);
        (await host.FindingsOf(rule, "dpo")).Length.ShouldBe(2);
    }

    [Fact]
    public async Task who_are_related_to_an_officer_finds_that_officers_looks_only()
    {
        var (neighbour, other) = (await host.SubmittedCase(), await host.SubmittedCase("company"));
        await Change("supervisor", Related, Wang);
        var rule = await host.DefinedRule(new { kind = "relatedPerson" });
        var look = await host.Look("caseworker", neighbour);
        await host.Look("caseworker", other);
        await host.JudgedAsync(await host.Look("caseworker3", neighbour));
        (await host.Finding((await host.FindingsOf(rule)).Single().GetProperty("id").GetGuid())).Accesses().ShouldBe([look]);

        await Change("dpo", $"{Related}/removal", Wang);
        await host.JudgedAsync(await host.Look("caseworker", neighbour));
        (await host.FindingsOf(rule)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task keeps_tags_and_nothing_else()
    {
        await Change("auditor", Watched, new { codeType = "111", code = "340104198001010020" });
        using var auditor = await host.SignedInAs("auditor");
        using var answer = await auditor.GetAsync(Watched, TestContext.Current.CancellationToken);
        var list = await answer.EnsureSuccessStatusCode().JsonAsync();
        answer.Headers.ETag!.Tag.ShouldBe($"\"{list.GetProperty("version").GetInt64()}\"");
        list.GetProperty("persons").EnumerateArray().ShouldAllBe(one => one.GetProperty("person").GetString()!.Length == 32);
        list.ToString().ShouldNotContain("340104198001010020");
        (await host.RowAsync(
            """
            select (select count(*) from mt_events t where t::text like $1) + (select count(*) from idempotency t where t::text like $1)
                + (select count(*) from mt_doc_personlistcard t where t::text like $1)
            """, "%340104198001010020%"))[0].ShouldBe(0L);
    }

    [Fact]
    public async Task happens_once_each_and_by_the_version_seen()
    {
        var person = new { codeType = "111", code = "340104198001010012" };
        var version = await Change("auditor", Watched, person);
        using var auditor = await host.SignedInAs("auditor");
        using var twice = await auditor.WriteAsync(Watched, person, version);
        await twice.ShouldBeProblem(HttpStatusCode.Conflict, "person-already-listed");
        using var stale = await auditor.WriteAsync($"{Watched}/removal", person, version - 1);
        await stale.ShouldBeProblem(HttpStatusCode.PreconditionFailed, "stale-version");
        using var absent = await auditor.WriteAsync($"{Watched}/removal", new { codeType = "111", code = "340104198001010039" }, version);
        await absent.ShouldBeProblem(HttpStatusCode.Conflict, "person-not-listed");
        using var malformed = await auditor.WriteAsync(Watched, new { codeType = "111", code = "340104198001010010" }, version);
        await malformed.ShouldBeProblem(HttpStatusCode.BadRequest, "field-malformed", "code");
    }

    [Fact]
    public async Task is_for_the_officers_own_agency_and_never_for_the_officer()
    {
        using var auditor = await host.SignedInAs("auditor");
        using var watched = await auditor.WriteAsync(Related, Wang, version: 0);
        await watched.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        using var dpo = await host.SignedInAs("dpo");
        foreach (var officer in (string[])["officer-health-1", "nobody", "officer-commerce-5"])
        {
            using var read = await dpo.GetAsync($"/api/v1/officers/{officer}/related-persons", TestContext.Current.CancellationToken);
            await read.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
            using var add = await dpo.WriteAsync($"/api/v1/officers/{officer}/related-persons", Wang, version: 0);
            await add.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
        using var unduly = host.SignedInWith(TokenForge.Officer(AuditJourneys.Commerce, "340100", "supervisor"));
        using var suspended = await unduly.WriteAsync(Related, Wang, version: 0);
        await suspended.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var caseworker = await host.SignedInAs("caseworker");
        using var own = await caseworker.GetAsync(Related, TestContext.Current.CancellationToken);
        await own.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
        using var list = await dpo.GetAsync(Watched, TestContext.Current.CancellationToken);
        await list.ShouldBeProblem(HttpStatusCode.Forbidden, "role-not-allowed");
    }

    /// <summary>Changes a list as it stands; its new version.</summary>
    private async Task<long> Change(string person, string path, object body)
    {
        using var client = await host.SignedInAs(person);
        using var list = await client.GetAsync(path.Replace("/removal", "", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var version = (await list.EnsureSuccessStatusCode().JsonAsync()).GetProperty("version").GetInt64();
        using var answer = await client.WriteAsync(path, body, version);
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("version").GetInt64();
    }
}
