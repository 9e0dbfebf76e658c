using System.Net;
using System.Text;
using System.Text.Json;
using Registry.Testing;

namespace Registry.Api.Tests.Verification;

/// <summary>A past state, asked of the server and replayed by the tool from a bundle and from an export.</summary>
public sealed class Replaying_a_state(BundleHost host) : IClassFixture<BundleHost>
{
    [Fact]
    public async Task gives_the_same_from_the_server_a_bundle_and_an_export()
    {
        var (answered, _) = await AskAsync($"licences/{host.Licence}");
        var bundle = await host.BundleAsync("auditor", $"scope=licence&id={host.Licence}");
        var everything = await host.BundleAsync("auditor", "scope=everything");
        using var export = await host.GetAsync("auditor", "/api/v1/log/export");
        var history = await export.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        foreach (var file in new[] { bundle, everything, history })
        {
            var run = await ReplayAsync(file, "--licence", host.Licence.ToString(), "--vkey", host.Vkey);
            run.ExitCode.ShouldBe(0, run.Error);
            run.Output.ShouldBe(answered);
        }
    }

    [Fact]
    public async Task knows_the_licence_by_its_identifier()
    {
        var bundle = await host.BundleAsync("auditor", $"scope=licence&id={host.Licence}");
        var run = await ReplayAsync(bundle, "--licence", host.Identifier);
        using var state = JsonDocument.Parse(run.Output);
        state.RootElement.GetProperty("id").GetGuid().ShouldBe(host.Licence);
        state.RootElement.GetProperty("state").GetProperty("status").GetString().ShouldBe("Suspended");
    }

    [Fact]
    public async Task goes_back_to_an_index_a_time_and_what_was_known_then()
    {
        var (now, _) = await AskAsync($"licences/{host.Licence}");
        using var latest = JsonDocument.Parse(now);
        var suspended = latest.RootElement.GetProperty("index").GetInt64();
        var before = DateTimeOffset.Parse(latest.RootElement.GetProperty("time").GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            .AddMilliseconds(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var bundle = await host.BundleAsync("auditor", $"scope=licence&id={host.Licence}");
        foreach (var (query, option, value, status) in new[]
        {
            ("asOfIndex", "--at-index", $"{suspended}", "Suspended"), ("asOfIndex", "--at-index", $"{suspended - 1}", "InForce"),
            ("asOfTime", "--at-time", before, "InForce"), ("knownAtIndex", "--known-at-index", $"{suspended - 1}", "InForce"),
        })
        {
            var (answered, _) = await AskAsync($"licences/{host.Licence}?{query}={value}");
            using var state = JsonDocument.Parse(answered);
            state.RootElement.GetProperty("state").GetProperty("status").GetString().ShouldBe(status, query);
            (await ReplayAsync(bundle, "--licence", host.Licence.ToString(), option, value)).Output.ShouldBe(answered);
        }
    }

    [Fact]
    public async Task of_a_case_folds_its_steps()
    {
        var (answered, _) = await AskAsync($"cases/{host.Case}");
        var run = await ReplayAsync(await host.BundleAsync("citizen", $"scope=case&id={host.Case}"), "--case", host.Case.ToString());
        run.Output.ShouldBe(answered);
        answered.ShouldContain("\"status\":\"LicenceIssued\"");
        answered.ShouldNotContain("王芳");
    }

    [Fact]
    public async Task compares_and_names_the_first_member_that_differs()
    {
        var (answered, _) = await AskAsync($"licences/{host.Licence}");
        var bundle = await host.BundleAsync("auditor", $"scope=licence&id={host.Licence}");
        (await CompareAsync(bundle, answered)).ExitCode.ShouldBe(0);
        var differs = await CompareAsync(bundle, answered.Replace("Suspended", "InForce", StringComparison.Ordinal));
        differs.ExitCode.ShouldBe(1);
        differs.Error.ShouldContain("$.state.status");
    }

    [Fact]
    public async Task tells_nothing_of_what_is_not_there()
    {
        var bundle = await host.BundleAsync("auditor", $"scope=licence&id={host.Licence}");
        (await ReplayAsync(bundle, "--case", host.Case.ToString())).ExitCode.ShouldBe(2);
        (await ReplayAsync(bundle, "--licence", host.Licence.ToString(), "--at-index", "0")).ExitCode.ShouldBe(2);
        (await ReplayAsync(bundle)).ExitCode.ShouldBe(64);
        (await ReplayAsync(bundle[..^1], "--licence", host.Licence.ToString())).ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(2), run => run.Output.ShouldBe(""));
    }

    [Fact]
    public async Task is_an_access_event_before_it_is_an_answer()
    {
        var before = await host.CountAsync("access_disclosed.v1");
        var (_, access) = await AskAsync($"cases/{host.Case}");
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);
        var kept = await host.RowAsync("select headers->>'purpose', data->>'data' from mt_events where id = $1", Guid.Parse(access));
        kept.ShouldBe(["audit", "Evidence"]);
    }

    [Theory]
    [InlineData("auditor", "licences/00000000-0000-4000-8000-000000000000", HttpStatusCode.NotFound, "not-found")]
    [InlineData("auditor", "licences/{case}", HttpStatusCode.NotFound, "not-found")]
    [InlineData("auditor", "licences/{licence}?asOfIndex=0", HttpStatusCode.NotFound, "not-found")]
    [InlineData("auditor", "licences/{licence}?asOfTime=yesterday", HttpStatusCode.BadRequest, "as-of-time")]
    [InlineData("citizen", "licences/{licence}", HttpStatusCode.Forbidden, "role-not-allowed")]
    public async Task is_refused(string person, string path, HttpStatusCode status, string code)
    {
        using var answer = await host.GetAsync(person, "/api/v1/audit/" + path
            .Replace("{licence}", host.Licence.ToString(), StringComparison.Ordinal)
            .Replace("{case}", host.Case.ToString(), StringComparison.Ordinal));
        (answer.StatusCode, await answer.ProblemAsync()).ShouldBe((status, code));
    }

    private async Task<(string State, string Access)> AskAsync(string path)
    {
        using var answer = await host.GetAsync("auditor", $"/api/v1/audit/{path}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return (await answer.Content.ReadAsStringAsync(), answer.Headers.GetValues("Registry-Access-Event").Single());
    }

    private static Task<VerifierProcess> ReplayAsync(byte[] file, params string[] options) =>
        VerifierProcess.OnFileAsync("replay", file, options);

    private async Task<VerifierProcess> CompareAsync(byte[] bundle, string state)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, state, new UTF8Encoding(false));
        var run = await ReplayAsync(bundle, "--licence", host.Licence.ToString(), "--compare", file);
        File.Delete(file);
        return run;
    }
}
