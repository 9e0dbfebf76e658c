using System.Net;
using System.Text.Json;
using Registry.Api.Tests.Verification;
using Registry.Testing;

namespace Registry.Api.Tests.Operator;

/// <summary>What an operator does, and an auditor then sees, when yesterday's backup was restored and nobody kept an export.</summary>
public sealed class Recording_a_lost_tail
{
    private readonly string schema = "t" + Guid.NewGuid().ToString("N")[..12];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task opens_a_log_that_goes_on_and_shows_the_loss_to_every_verifier()
    {
        var directory = Directory.CreateTempSubdirectory("registry-lost-");
        var environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__registry"] = await TestDatabase.ConnectionStringAsync(),
            ["Registry__Schema"] = schema,
            ["Registry__DataDirectory"] = directory.FullName,
        };
        var (id, promised) = await LoseTheTail(environment);
        await ShouldRefuseToSign(environment);

        var asked = await Recover(environment);
        asked.ExitCode.ShouldBe(1, asked.Output + asked.Errors);
        var lost = asked.Errors.Split("--lost ")[1].TrimEnd('.', '\n');
        var recorded = await Recover(environment, "--lost", lost);
        recorded.ExitCode.ShouldBe(0, recorded.Errors);
        recorded.Output.ShouldContain("2026-2+");
        var again = await Recover(environment, "--lost", lost);
        (again.ExitCode, again.Errors.Contains("Nothing is lost", StringComparison.Ordinal)).ShouldBe((1, true), again.Errors);

        await using (var server = await ServerProcess.StartAsync(environment))
            await GoesOn(server, id, promised, lost);
        var checkedAgain = await OperatorProcess.RunAsync(environment, ["fsck", "--json"]);
        checkedAgain.ExitCode.ShouldBe(0, checkedAgain.Output);
        directory.Delete(recursive: true);
    }

    private async Task<(Guid Case, string Promised)> LoseTheTail(Dictionary<string, string> environment)
    {
        var dump = Path.Combine(environment["Registry__DataDirectory"], "yesterday.dump");
        Guid id;
        string promised;
        await using (var server = await ServerProcess.StartAsync(environment))
        {
            id = await SubmitPublished(server);
            await DatabaseDump.TakeAsync(environment["ConnectionStrings__registry"], schema, dump);
            await SubmitPublished(server);
            using var anybody = new HttpClient { BaseAddress = server.Address };
            promised = await anybody.GetStringAsync(new Uri("/log/340100/checkpoint", UriKind.Relative), Token);
        }
        environment["ConnectionStrings__registry"] = await DatabaseDump.RestoreAsync(environment["ConnectionStrings__registry"], dump);
        return (id, promised);
    }

    private static async Task ShouldRefuseToSign(Dictionary<string, string> environment)
    {
        await using var server = await ServerProcess.StartAsync(environment);
        using var anybody = new HttpClient { BaseAddress = server.Address };
        await Eventually.HoldsAsync("the log is halted", async () =>
        {
            using var answer = await anybody.GetAsync(new Uri("/health/integrity", UriKind.Relative), Token);
            return answer.StatusCode is HttpStatusCode.ServiceUnavailable;
        });
        using var citizen = await server.SignedInAs("citizen");
        using var refused = await citizen.WriteAsync("/api/v1/cases", Journeys.Application());
        await refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "log-halted");
    }

    private static async Task GoesOn(ServerProcess server, Guid id, string promised, string lost)
    {
        using var citizen = await server.SignedInAs("citizen");
        citizen.DefaultRequestHeaders.Add("Prefer", "log-level=published, wait=30");
        using var withdrawn = await citizen.WriteAsync($"/api/v1/cases/{id}/withdrawal", version: 1);
        withdrawn.StatusCode.ShouldBe(HttpStatusCode.OK);
        var index = withdrawn.Headers.GetValues("Log-Index").Single();

        var origin = promised.Split('\n')[0];
        (await Text(citizen, "/log/340100/checkpoint")).ShouldStartWith($"{origin}-2\n");
        (await Text(citizen, "/log/340100/2026/checkpoint")).ShouldStartWith($"{origin}\n");
        (await Text(citizen, "/log/340100/2026/proof/0")).ShouldContain($"\n\n{origin}\n");
        using var unknown = await citizen.GetAsync(new Uri("/log/340100/2025/checkpoint", UriKind.Relative), Token);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var vkey = (await Text(citizen, "/log/340100/vkey")).Trim();
        var receipt = await citizen.GetByteArrayAsync(new Uri($"/log/340100/proof/{index}", UriKind.Relative), Token);
        var shown = await VerifierProcess.OnFileAsync("receipt", receipt, "--vkey", vkey, "--json");
        (shown.ExitCode, CodeOf(shown)).ShouldBe((0, "receipt-discontinuity"));

        using var auditor = await server.SignedInAs("auditor");
        var export = await auditor.GetByteArrayAsync(new Uri("/api/v1/log/export", UriKind.Relative), Token);
        var verified = await VerifierProcess.ExportAsync(export, "--vkey", vkey);
        verified.ExitCode.ShouldBe(0, verified.Output);
        verified.Output.ShouldContain("断点");
        verified.Output.ShouldContain($"DISCONTINUITY: this log follows {origin}");
        verified.Output.ShouldContain($"{lost} signed entries are lost");
        verified.Output.ShouldContain("Ordered by op1, op2");
        CodeOf(await VerifierProcess.ExportAsync(export, "--vkey", vkey, "--json")).ShouldBe("ok-discontinuity");

        var last = Path.GetTempFileName();
        await File.WriteAllTextAsync(last, promised, Token);
        var bundle = await auditor.GetByteArrayAsync(new Uri($"/api/v1/log/bundles?scope=case&id={id}", UriKind.Relative), Token);
        var told = await VerifierProcess.OnFileAsync("bundle", bundle, "--vkey", vkey, "--last", last);
        told.ExitCode.ShouldBe(2, told.Output);
        told.Output.ShouldContain("[tail-lost]");
        told.Output.ShouldContain("DISCONTINUITY");
        File.Delete(last);

        // The case began in the log before: the bundle has its entries there too, an export of this log has not.
        var everything = await auditor.GetByteArrayAsync(new Uri("/api/v1/log/bundles?scope=everything", UriKind.Relative), Token);
        foreach (var (query, options) in ((string, string[])[])[("", []), ("?asOfIndex=-1", ["--at-index", "-1"])])
        {
            var state = await Text(auditor, $"/api/v1/audit/cases/{id}{query}");
            state.ShouldContain(query.Length == 0 ? "\"version\":2" : "\"version\":1");
            foreach (var file in new[] { bundle, everything })
            {
                var replayed = await VerifierProcess.OnFileAsync("replay", file, ["--vkey", vkey, "--case", id.ToString("D"), .. options]);
                (replayed.ExitCode, replayed.Output).ShouldBe((0, state), replayed.Error);
                replayed.Error.ShouldContain("DISCONTINUITY");
            }
        }
        (await VerifierProcess.OnFileAsync("replay", export, "--vkey", vkey, "--case", id.ToString("D"))).ExitCode.ShouldBe(2);
    }

    private static async Task<Guid> SubmitPublished(ServerProcess server)
    {
        using var citizen = await server.SignedInAs("citizen");
        citizen.DefaultRequestHeaders.Add("Prefer", "log-level=published, wait=30");
        using var answer = await citizen.WriteAsync("/api/v1/cases", Journeys.Application());
        answer.Headers.GetValues("Preference-Applied").ShouldContain("log-level=published");
        return (await answer.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
    }

    private static Task<OperatorProcess> Recover(Dictionary<string, string> environment, params string[] options) =>
        OperatorProcess.RunAsync(environment, ["log", "recover", "--discontinuity", "--ordered-by", "op1", "op2", .. options]);

    private static Task<string> Text(HttpClient client, string path) => client.GetStringAsync(new Uri(path, UriKind.Relative), Token);

    private static string? CodeOf(VerifierProcess run)
    {
        using var json = JsonDocument.Parse(run.Output);
        return json.RootElement.GetProperty("code").GetString();
    }
}
