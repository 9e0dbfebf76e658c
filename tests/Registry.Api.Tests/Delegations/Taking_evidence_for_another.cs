using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Registry.Api.Hosting;
using Registry.Api.Tests.Verification;
using Registry.Testing;

namespace Registry.Api.Tests.Delegations;

/// <summary>What Wang Fang (citizen) can prove, Li Qiang (citizen2) can for her, as far as she lets him.</summary>
public sealed class Taking_evidence_for_another(BundleHost host) : IClassFixture<BundleHost>
{
    private static readonly string[] Reading = ["readCases", "readLicences", "readAccesses", "objectToAccesses"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("scope=case&id={case}", "readCases")]
    [InlineData("scope=licence&id={licence}", "readLicences")]
    public async Task takes_the_bundle_of_what_the_delegation_lets_be_read(string query, string purpose)
    {
        var delegation = await Grant(purpose);
        using var answer = await Read(delegation, Bundle(query));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync(Token), Token);
        var run = await VerifierProcess.RunAsync("bundle", file, "--vkey", host.Vkey, "--json");
        File.Delete(file);
        run.ExitCode.ShouldBe(0, run.Output);
        (await Newest("log", query[6..query.IndexOf('&', StringComparison.Ordinal)])).GetProperty("step").GetString().ShouldBe($"delegation/{delegation}");
    }

    [Theory]
    [InlineData("scope=case&id={case}", "readLicences")]
    [InlineData("scope=licence&id={licence}", "readCases")]
    [InlineData("scope=period", "readCases")]
    [InlineData("scope=everything", "readCases")]
    public async Task takes_nothing_else_and_the_person_sees_the_attempt(string query, string purpose)
    {
        var delegation = await Grant(purpose);
        using var answer = await Read(delegation, Bundle(query));
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        (await Newest("refused", "access-delegation-not-valid")).GetProperty("step").GetString().ShouldBe($"delegation/{delegation}");
    }

    [Fact]
    public async Task takes_the_whole_person_under_all_purposes_that_read_and_not_under_fewer()
    {
        foreach (var missing in Reading)
        {
            using var fewer = await Read(await Grant([.. Reading.Where(one => one != missing)]), Bundle("scope=person"));
            await fewer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        }
        using var answer = await Read(await Grant(Reading), Bundle("scope=person"));
        using var zip = new ZipArchive(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(Token));
        using var entries = new StreamReader(zip.GetEntry("entries.jsonl")!.Open());
        var text = await entries.ReadToEndAsync(Token);
        text.ShouldContain(host.Case.ToString());
        text.ShouldNotContain(host.Foreign.ToString(), customMessage: "the delegate's own case");
    }

    [Fact]
    public async Task takes_nobody_s_but_the_principal_s()
    {
        var delegation = await Grant(Reading);
        using var own = await Read(delegation, Bundle($"scope=case&id={host.Foreign}"));
        await own.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var stolen = await Read(delegation, Bundle("scope=person"), "company");
        await stolen.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var nowhere = await Read(Guid.NewGuid(), Bundle("scope=person"));
        await nowhere.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task is_shown_the_head_of_the_person_s_accesses()
    {
        using var own = await host.GetAsync("citizen", "/api/v1/my/accesses/head");
        var head = await own.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token);
        using (var answer = await Read(await Grant("readAccesses"), "/api/v1/my/accesses/head"))
            (await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Token)).ShouldBe(head);
        (await Newest("resource", "accesses/head")).GetProperty("purpose").GetString().ShouldBe("holder-delegation");
        using var refused = await Read(await Grant("readCases"), "/api/v1/my/accesses/head");
        await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task is_told_what_the_person_is_told_but_not_of_their_own_asking()
    {
        var delegation = await Grant("readAccesses");
        using (var unasked = await Read(delegation, "/api/v1/my/notices"))
            await unasked.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
        using var citizen = await host.SignedInAs("citizen");
        (await citizen.WriteAsync("/api/v1/my/notices/subscription", new { }, version: 0)).EnsureSuccessStatusCode();
        await host.PublishedAsync();
        using (var look = await host.GetAsync("auditor", $"/api/v1/cases/{host.Case}"))
            look.EnsureSuccessStatusCode();
        await host.PublishedAsync();
        (await Notices(delegation)).ShouldBe(["audit"]);
        await host.PublishedAsync();
        (await Notices(delegation)).ShouldBe(["audit"]);
        using var own = await host.GetAsync("citizen", "/api/v1/my/notices");
        Purposes(await own.JsonAsync()).ShouldContain("holder-delegation");
        using var refused = await Read(await Grant("readCases"), "/api/v1/my/notices");
        await refused.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    private async Task<string?[]> Notices(Guid delegation)
    {
        using var answer = await Read(delegation, "/api/v1/my/notices");
        return Purposes(await answer.EnsureSuccessStatusCode().JsonAsync());
    }

    private static string?[] Purposes(JsonElement page) =>
        [.. page.GetProperty("notices").EnumerateArray().Select(notice => notice.GetProperty("purpose").GetString())];

    private string Bundle(string query) => "/api/v1/log/bundles?" + query
        .Replace("{case}", $"{host.Case}", StringComparison.Ordinal).Replace("{licence}", $"{host.Licence}", StringComparison.Ordinal);

    private async Task<HttpResponseMessage> Read(Guid delegation, string path, string person = "citizen2")
    {
        using var client = await host.SignedInAs(person);
        client.DefaultRequestHeaders.Add("Delegation", delegation.ToString());
        return await client.GetAsync(new Uri(path, UriKind.Relative), Token);
    }

    /// <summary>The person's newest line of which a member begins so; for the log, of a bundle's kind.</summary>
    private async Task<JsonElement> Newest(string member, string value)
    {
        using var answer = await host.GetAsync("citizen", "/api/v1/my/accesses?limit=200");
        return (await answer.JsonAsync()).EnumerateArray().First(line => member == "log"
            ? line.GetProperty("data").GetString() == "Evidence" && line.GetProperty("resource").GetString()!.StartsWith(value, StringComparison.Ordinal)
            : line.TryGetProperty(member, out var text) && text.GetString() == value);
    }

    private async Task<Guid> Grant(params string[] purposes)
    {
        using var person = await host.SignedInAs("citizen");
        using var answer = await person.WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType = "111", code = "340111198506150022" }, purposes, until = TimeProvider.System.Today().AddDays(9),
        });
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }
}
