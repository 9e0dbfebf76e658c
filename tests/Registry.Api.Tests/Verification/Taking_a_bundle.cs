using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Verification;

/// <summary>Bundles from the real server, judged by the real tool.</summary>
public sealed class Taking_a_bundle(BundleHost host) : IClassFixture<BundleHost>
{
    public static TheoryData<string, string> Asked => new()
    {
        { "auditor", "scope=everything" }, { "auditor", "scope=period" }, { "auditor", "scope=period&from=5&to=9" },
        { "auditor", "scope=licence&id={licence}" }, { "auditor", "scope=case&id={foreign}" }, { "citizen", "scope=person" },
        { "citizen", "scope=licence&id={licence}" }, { "citizen", "scope=case&id={case}" },
    };

    [Theory, MemberData(nameof(Asked))]
    public async Task gives_one_that_the_tool_finds_intact_and_complete(string person, string query)
    {
        var run = await VerifyAsync(await host.BundleAsync(person, Fill(query)), "--vkey", host.Vkey, "--json");
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        using var report = JsonDocument.Parse(run.Output);
        report.RootElement.GetProperty("integrity").GetProperty("code").GetString().ShouldBe("bundle-intact");
        report.RootElement.GetProperty("completeness").GetProperty("code").GetString().ShouldBe("bundle-complete");
        report.RootElement.GetProperty("summary").GetProperty("scope").GetString().ShouldBe(query.Split('=', '&')[1]);
        report.RootElement.GetProperty("summary").GetProperty("pinned").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task speaks_both_languages_and_names_the_three_answers()
    {
        var run = await VerifyAsync(await host.BundleAsync("auditor", "scope=everything"), "--vkey", host.Vkey);
        run.Error.ShouldBe("");
        foreach (var part in (string[])["核验通过", "\nOK\n", "Integrity: OK [bundle-intact]", "Completeness: OK [bundle-complete]", "齐全性："])
            run.Output.ShouldContain(part);
    }

    [Fact]
    public async Task of_a_licence_holds_its_stream_and_the_keys_and_nothing_personal()
    {
        var members = Unpacked(await host.BundleAsync("auditor", $"scope=licence&id={host.Licence}"));
        var entries = members["entries.jsonl"];
        entries.ShouldContain("licence_minted.v2");
        entries.ShouldContain("licence_suspended.v1");
        entries.ShouldContain("signing_key_registered.v1");
        entries.ShouldNotContain("case_submitted.v1");
        foreach (var personal in (string[])["王芳", "340104199001010017", "13800000000", "𠮷祥面馆", "检查不合格"])
            string.Concat(members.Values).ShouldNotContain(personal);
    }

    [Fact]
    public async Task of_a_person_holds_who_looked_at_their_data()
    {
        using (var looked = await host.GetAsync("auditor", $"/api/v1/cases/{host.Case}"))
            looked.EnsureSuccessStatusCode();
        await host.PublishedAsync();
        var entries = Unpacked(await host.BundleAsync("citizen", "scope=person"))["entries.jsonl"];
        entries.ShouldContain("access_disclosed.v1");
        entries.ShouldContain("case_submitted.v1");
        entries.ShouldNotContain(host.Foreign.ToString());
    }

    [Theory]
    [InlineData("citizen", "scope=everything")]
    [InlineData("citizen", "scope=period")]
    [InlineData("citizen", "scope=case&id={foreign}")]
    [InlineData("citizen2", "scope=licence&id={licence}")]
    [InlineData("citizen2", "scope=case&id={case}")]
    [InlineData("auditor", "scope=case&id={licence}")]
    [InlineData("auditor", "scope=licence")]
    [InlineData("auditor", "scope=licence&id=00000000-0000-4000-8000-000000000000")]
    [InlineData("auditor", "scope=period&from=9&to=5")]
    [InlineData("auditor", "scope=period&to=100000")]
    [InlineData("auditor", "scope=everything&since=100000")]
    public async Task of_what_is_not_the_caller_s_or_not_there_looks_absent(string person, string query)
    {
        using var answer = await host.GetAsync(person, $"/api/v1/log/bundles?{Fill(query)}");
        await answer.ShouldBeProblem(HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("")]
    [InlineData("scope=all")]
    public async Task asks_for_a_scope_that_there_is(string query)
    {
        using var answer = await host.GetAsync("auditor", $"/api/v1/log/bundles?{query}");
        await answer.ShouldBeProblem(HttpStatusCode.BadRequest, "bundle-scope", "scope");
    }

    [Fact]
    public async Task is_open_to_citizens_and_auditors_only()
    {
        using var answer = await host.GetAsync("caseworker", "/api/v1/log/bundles?scope=everything");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("auditor", "scope=licence&id={licence}", "access_disclosed.v1")]
    [InlineData("auditor", "scope=everything", "access_disclosed.v1")]
    [InlineData("citizen2", "scope=case&id={case}", "access_refused.v1")]
    public async Task is_recorded_whether_granted_or_refused(string person, string query, string name)
    {
        var before = await host.CountAsync(name);
        using var answer = await host.GetAsync(person, $"/api/v1/log/bundles?{Fill(query)}");
        await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        (await host.CountAsync(name)).ShouldBe(before + 1);
    }

    [Fact]
    public async Task shows_the_holder_that_an_auditor_took_it()
    {
        await host.BundleAsync("auditor", $"scope=licence&id={host.Licence}");
        using var accesses = await host.GetAsync("citizen", "/api/v1/my/accesses");
        (await accesses.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("\"data\":\"Evidence\"");
    }

    [Fact]
    public async Task continues_the_checkpoint_that_was_remembered()
    {
        var remembered = Path.GetTempFileName();
        var first = await host.BundleAsync("auditor", "scope=everything");
        (await VerifyAsync(first, "--vkey", host.Vkey, "--remember", remembered)).ExitCode.ShouldBe(0);
        var size = (await File.ReadAllLinesAsync(remembered, TestContext.Current.CancellationToken))[1];

        await host.SubmittedCase();
        await host.PublishedAsync();
        var proven = await host.BundleAsync("auditor", $"scope=licence&id={host.Licence}&since={size}");
        (await VerifyAsync(proven, "--vkey", host.Vkey, "--last", remembered)).ExitCode.ShouldBe(0);
        var unproven = await host.BundleAsync("auditor", $"scope=licence&id={host.Licence}");
        (await VerifyAsync(unproven, "--vkey", host.Vkey, "--last", remembered)).ExitCode.ShouldBe(2);

        var later = await host.BundleAsync("auditor", "scope=everything");
        (await VerifyAsync(later, "--vkey", host.Vkey, "--last", remembered, "--remember", remembered)).ExitCode.ShouldBe(0);
        (await VerifyAsync(first, "--vkey", host.Vkey, "--last", remembered)).ExitCode.ShouldBe(4);
        File.Delete(remembered);
    }

    [Fact]
    public async Task has_an_exit_code_for_each_outcome()
    {
        var bundle = await host.BundleAsync("auditor", $"scope=licence&id={host.Licence}");
        (await VerifyAsync(bundle[..^1])).ExitCode.ShouldBe(2);
        (await VerifyAsync(Encoding.UTF8.GetBytes("no zip"))).ExitCode.ShouldBe(1);
        var other = Registry.Domain.Log.NoteVerifierKey.FromEd25519(
            host.Vkey.Split('+')[0], Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")).ToString();
        (await VerifyAsync(bundle, "--vkey", other)).ExitCode.ShouldBe(3);
        (await VerifyAsync(bundle, "--max-age", "1.00:00:00")).ExitCode.ShouldBe(4);
        (await VerifyAsync(bundle, "--last", "no-such-file")).ExitCode.ShouldBe(64);
        (await VerifyAsync(bundle, "--now", "yesterday")).ExitCode.ShouldBe(64);
    }

    private string Fill(string query) => query.Replace("{licence}", host.Licence.ToString(), StringComparison.Ordinal)
        .Replace("{case}", host.Case.ToString(), StringComparison.Ordinal)
        .Replace("{foreign}", host.Foreign.ToString(), StringComparison.Ordinal);

    private static Task<VerifierProcess> VerifyAsync(byte[] bundle, params string[] options) =>
        VerifierProcess.OnFileAsync("bundle", bundle, options);

    private static Dictionary<string, string> Unpacked(byte[] bundle)
    {
        using var zip = new ZipArchive(new MemoryStream(bundle));
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        });
    }
}
