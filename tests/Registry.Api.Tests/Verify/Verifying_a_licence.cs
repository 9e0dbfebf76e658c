using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Registry.Api.Authorities;
using Registry.Api.Hosting;
using Registry.Api.Showing;
using Registry.Api.Tests.Access.Matrix;
using Registry.Api.Tests.Licences;
using Registry.Domain.Identifiers;
using Registry.Domain.Licences;
using Registry.Testing;

namespace Registry.Api.Tests.Verify;

/// <summary>What anybody is told, check by check; one by one and together.</summary>
public sealed class Verifying_a_licence(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Tenant = "340100";

    // Well formed, of nobody in the directory.
    private const string Stranger = "1.2.156.3005.2.11100000MB03271699001.11340100ME000001XU.20260000000000000001.001.Y";

    [Fact]
    public async Task every_check_has_its_code_words_in_both_languages_and_a_time()
    {
        var (_, identifier) = await host.MintedLicence();
        var answer = await PublishedAnswerOn(identifier);
        answer.GetProperty("verdict").GetString().ShouldBe("valid");
        answer.GetProperty("minted").GetBoolean().ShouldBeTrue();
        var checks = answer.GetProperty("checks").EnumerateArray().ToArray();
        checks.Select(check => check.GetProperty("check").GetString()).ShouldBe(
            ["identifier", "issuer", "status", "validity", "logInclusion", "freshness"]);
        foreach (var check in checks)
        {
            check.GetProperty("outcome").GetString().ShouldBe("passed");
            check.GetProperty("text").GetProperty("zh").GetString().ShouldNotBe(check.GetProperty("text").GetProperty("en").GetString());
            check.GetProperty("at").GetDateTimeOffset().ShouldBeLessThanOrEqualTo(answer.GetProperty("checkedAt").GetDateTimeOffset());
        }
        Check(answer, "issuer").GetProperty("code").GetString().ShouldBe("issuer-may-issue");
    }

    [Fact]
    public async Task the_index_that_is_told_is_the_one_of_the_newest_event_under_a_checkpoint_that_is_served()
    {
        var (licence, identifier) = await host.MintedLicence();
        await host.StepAsync(licence, "suspension", version: 1);
        var answer = await PublishedAnswerOn(identifier);
        answer.GetProperty("verdict").GetString().ShouldBe("suspended");
        var check = Check(answer, "logInclusion");
        var row = await host.RowAsync(
            "select e.idx from mt_events f join log_entry e on e.event_id = f.id where f.stream_id = $1 order by f.version desc limit 1", licence);
        check.GetProperty("index").GetInt64().ShouldBe((long)row[0]!);
        check.GetProperty("index").GetInt64().ShouldBeLessThan(check.GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task one_by_one_and_together_the_answers_are_the_same()
    {
        var (_, valid) = await host.MintedLicence();
        var (revoked, revokedNumber) = await host.MintedLicence();
        await host.StepAsync(revoked, "revocation", version: 1);
        string[] all =
        [
            valid, "nonsense", revokedNumber, Mistyped(valid), Stranger, valid, "",
            valid.Replace(".001.", ".002.", StringComparison.Ordinal),
        ];
        await PublishedAnswerOn(valid);
        await PublishedAnswerOn(revokedNumber);
        var together = await Batch(all);
        var answers = together.GetProperty("answers").EnumerateArray().ToArray();
        answers.Select(answer => answer.GetProperty("verdict").GetString()).ShouldBe(
            ["valid", "malformed", "revoked", "malformed", "unknownIssuer", "valid", "malformed", "notFound"]);
        answers[3].GetProperty("minted").GetBoolean().ShouldBeTrue();
        foreach (var (identifier, answer) in all.Zip(answers))
        {
            answer.GetProperty("checkedAt").GetString().ShouldBe(together.GetProperty("checkedAt").GetString());
            if (identifier.Length > 0)
                Told(answer).ShouldBe(Told(await host.VerdictOn(identifier)), identifier);
        }
    }

    [Fact]
    public async Task more_lines_are_no_more_statements()
    {
        var identifiers = new List<string>();
        for (var one = 0; one < 3; one++)
            identifiers.Add((await host.MintedLicence()).Identifier);
        var ofOne = await StatementsOf(identifiers[0]);
        ofOne.Count().ShouldBe(2);
        (await StatementsOf([.. identifiers, "nonsense", Stranger])).ShouldBe(ofOne);
    }

    [Fact]
    public async Task an_agency_that_is_added_is_known_to_the_next_who_asks()
    {
        await using var growing = new RegistryHost();
        (await growing.WordOn(Stranger)).ShouldBe("unknownIssuer");
        var runtime = growing.Services.GetRequiredService<RegistryRuntime>();
        var file = AuthorityFile.Demonstration();
        var agency = file.Agencies[0] with { Code = Uscc.Parse("11340100ME000001XU"), ShortName = "新局" };
        await new EstablishAuthority(runtime.Sessions, runtime.Custody, runtime.Clock).RunAsync(file with { Agencies = [.. file.Agencies, agency] });
        (await growing.WordOn(Stranger)).ShouldBe("notFound");
    }

    [Fact]
    public async Task no_lines_too_many_and_none_that_are_named_are_refused()
    {
        using var anybody = host.Anonymous();
        foreach (var identifiers in (string[][])[[], [.. Enumerable.Repeat("x", 101)]])
        {
            using var refused = await anybody.PostAsJsonAsync("/api/v1/verify", new { identifiers }, TestContext.Current.CancellationToken);
            await refused.ShouldBeProblem(HttpStatusCode.BadRequest, "verification-lines", "identifiers");
        }
        using var missing = await anybody.PostAsJsonAsync("/api/v1/verify", new { }, TestContext.Current.CancellationToken);
        await missing.ShouldBeProblem(HttpStatusCode.BadRequest, "field-missing", "identifiers");
    }

    [Fact]
    public async Task while_the_log_is_stopped_nothing_is_valid_and_nothing_is_missing()
    {
        await using var stopped = new RegistryHost();
        var (licence, identifier) = await stopped.MintedLicence();
        (await stopped.WordOn(identifier)).ShouldBe("valid");
        var code = stopped.Services.GetRequiredService<Showings>().CodeFor(LicenceId.Of(licence), TimeProvider.System.GetUtcNow());
        stopped.Services.GetRequiredService<LogStatus>().Halt(Tenant, "a test");
        var answer = await stopped.VerdictOn(identifier);
        answer.GetProperty("verdict").GetString().ShouldBe("cannotCheckNow");
        Check(answer, "freshness").GetProperty("outcome").GetString().ShouldBe("unknown");
        (await stopped.WordOn(Stranger)).ShouldBe("cannotCheckNow");
        (await stopped.WordOn($"shown/{code}")).ShouldBe("cannotCheckNow");
    }

    [Fact]
    public async Task a_licence_whose_newest_event_is_not_in_the_log_is_not_valid()
    {
        await using var forged = new RegistryHost();
        string identifier;
        await using (await Freeze.OfAsync(forged, "log_entry"))
        {
            (var licence, identifier) = await forged.MintedLicence();
            Check(await forged.VerdictOn(identifier), "logInclusion").GetProperty("code").GetString().ShouldBe("log-promised");
            await forged.ExecuteAsync($"delete from log_inbox where event_id in (select id from mt_events where stream_id = '{licence}')");
            var answer = await forged.VerdictOn(identifier);
            answer.GetProperty("verdict").GetString().ShouldBe("cannotCheckNow");
            Check(answer, "logInclusion").GetProperty("code").GetString().ShouldBe("log-missing");
        }
    }

    private async Task<JsonElement> PublishedAnswerOn(string identifier)
    {
        await Eventually.HoldsAsync("the newest event is published", async () =>
            Check(await host.VerdictOn(identifier), "logInclusion").GetProperty("code").GetString() == "log-published");
        return await host.VerdictOn(identifier);
    }

    private async Task<JsonElement> Batch(string[] identifiers)
    {
        using var anybody = host.Anonymous();
        using var answer = await anybody.PostAsJsonAsync("/api/v1/verify", new { identifiers }, TestContext.Current.CancellationToken);
        return await answer.EnsureSuccessStatusCode().JsonAsync();
    }

    private async Task<IEnumerable<string>> StatementsOf(params string[] identifiers)
    {
        using var anybody = host.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/verify") { Content = JsonContent.Create(new { identifiers }) };
        using var watch = new WorkWatch();
        var trace = WorkWatch.Mark(request);
        using var answer = await anybody.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return [.. watch.Of(trace)];
    }

    private static string Mistyped(string identifier) => identifier[..^1] + (identifier[^1] == '0' ? '1' : '0');

    private static JsonElement Check(JsonElement answer, string kind) =>
        answer.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("check").GetString() == kind);

    /// <summary>An answer without its times and without the size of the log, which goes on.</summary>
    private static string Told(JsonElement answer) => string.Join('|', answer.EnumerateObject()
        .Where(member => member.Name is not ("checkedAt" or "checks")).Select(member => member.ToString())
        .Concat(answer.GetProperty("checks").EnumerateArray().Select(check =>
            $"{check.GetProperty("check")} {check.GetProperty("outcome")} {check.GetProperty("code")} {check.GetProperty("text")}")));
}
