using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Registry.Api.Hosting;
using Registry.Api.Tests.Erasures;
using Registry.Testing;

namespace Registry.Api.Tests.Verification;

/// <summary>Erased is told from missing by the real tool, offline.</summary>
public sealed class Taking_a_bundle_about_somebody_erased(RegistryHost host) : IClassFixture<RegistryHost>, IAsyncLifetime
{
    private Guid @case;
    private string vkey = "";

    public async ValueTask InitializeAsync()
    {
        using var citizen = host.SignedInWith(ErasureJourneys.NewCitizen());
        @case = await host.WithdrawnCase(citizen);
        await DelegateAsync(citizen);
        await ObjectAsync(citizen);
        await host.Erase(citizen);
        (await host.FaultsAsync()).ShouldBeEmpty();
        using var anybody = host.Anonymous();
        vkey = (await anybody.GetStringAsync(new Uri("/log/340100/vkey", UriKind.Relative))).Trim();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("case")]
    [InlineData("period")]
    [InlineData("person")]
    public async Task leaves_the_payload_out_and_shows_the_erasure(string scope)
    {
        var bundle = await BundleAsync(scope);
        var entries = Encoding.UTF8.GetString(Unpacked(bundle)["entries.jsonl"]);
        entries.ShouldContain("\"withheld\":\"erased\"");
        entries.ShouldContain("subject_erased.v1");
        var run = await VerifierProcess.OnFileAsync("bundle", bundle, ["--vkey", vkey, "--json"]);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        using var report = JsonDocument.Parse(run.Output);
        report.RootElement.GetProperty("completeness").GetProperty("code").GetString().ShouldBe("bundle-complete");
        report.RootElement.GetProperty("summary").GetProperty("erased").GetInt64()
            .ShouldBe(entries.Split("\"withheld\":\"erased\"").Length - 1);
        (await VerifierProcess.OnFileAsync("bundle", bundle, ["--vkey", vkey, "--lang", "en"])).Output.ShouldContain("erased personal data: ");
    }

    [Theory]
    [InlineData("person", 2)]
    [InlineData("period", 2)]
    [InlineData("case", 0)] // left out, all of it
    public async Task tells_of_what_stays_sealed_elsewhere_that_it_was_erased(string scope, int values)
    {
        var bundle = await BundleAsync(scope);
        var people = Encoding.UTF8.GetString(Unpacked(bundle)["entries.jsonl"]).Split("subject_erased.v1").Length - 1;
        var run = await VerifierProcess.OnFileAsync("bundle", bundle, ["--vkey", vkey, "--json"]);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        ErasedValues(run).ShouldBe(values * people, "the delegation's principal and the objection's reason, of each");
    }

    [Fact]
    public async Task tells_it_of_the_whole_history_too()
    {
        var bundle = await BundleAsync("everything");
        ErasedValues(await VerifierProcess.OnFileAsync("bundle", bundle, ["--vkey", vkey, "--json"])).ShouldBeGreaterThan(2);
        (await VerifierProcess.OnFileAsync("bundle", bundle, ["--vkey", vkey, "--lang", "en"])).Output.ShouldContain("sealed for good: ");
    }

    [Fact]
    public async Task brings_the_erasure_along_for_one_delegation()
    {
        var place = (long)(await host.RowAsync(
            "select e.idx from log_entry e join mt_events m on m.id = e.event_id where m.type = 'delegation_granted.v1'"))[0]!;
        var bundle = await BundleAsync("period", $"&from={place}&to={place + 1}");
        Encoding.UTF8.GetString(Unpacked(bundle)["entries.jsonl"]).ShouldContain("subject_erased.v1");
        ErasedValues(await VerifierProcess.OnFileAsync("bundle", bundle, ["--vkey", vkey, "--json"])).ShouldBe(1);
    }

    [Fact]
    public async Task is_incomplete_where_nothing_says_that_it_was_erased()
    {
        var members = Unpacked(await BundleAsync("case"));
        members["entries.jsonl"] = Encoding.UTF8.GetBytes(string.Concat(
            Encoding.UTF8.GetString(members["entries.jsonl"]).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.Contains("subject_erased.v1", StringComparison.Ordinal)).Select(line => line + "\n")));
        var run = await VerifierProcess.OnFileAsync("bundle", Packed(members), ["--vkey", vkey, "--json"]);
        run.ExitCode.ShouldBe(2, run.Output + run.Error);
        using var report = JsonDocument.Parse(run.Output);
        report.RootElement.GetProperty("integrity").GetProperty("code").GetString().ShouldBe("bundle-intact");
        report.RootElement.GetProperty("completeness").GetProperty("code").GetString().ShouldBe("erasure-missing");
    }

    [Fact]
    public async Task cannot_be_replayed_from_and_says_why_while_the_whole_history_still_can()
    {
        var fromBundle = await VerifierProcess.OnFileAsync("replay", await BundleAsync("case"), ["--case", @case.ToString(), "--vkey", vkey]);
        fromBundle.ExitCode.ShouldBe(2);
        (fromBundle.Output + fromBundle.Error).ShouldContain("personal data in it was erased");
        var everything = await VerifierProcess.OnFileAsync("replay", await BundleAsync("everything"), ["--case", @case.ToString(), "--vkey", vkey]);
        everything.ExitCode.ShouldBe(0, everything.Error);
        everything.Output.ShouldContain("\"status\":\"Closed\"");
    }

    private static long ErasedValues(VerifierProcess run)
    {
        using var report = JsonDocument.Parse(run.Output);
        return report.RootElement.GetProperty("summary").GetProperty("erasedValues").GetInt64();
    }

    private static async Task DelegateAsync(HttpClient citizen)
    {
        using var answer = await citizen.WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType = "111", code = "340111198506150022" }, purposes = new[] { "readCases" },
            until = TimeProvider.System.Today().AddDays(9),
        });
        answer.EnsureSuccessStatusCode();
    }

    private async Task ObjectAsync(HttpClient citizen)
    {
        using var read = await citizen.GetAsync(new Uri($"/api/v1/cases/{@case}", UriKind.Relative));
        var access = (await read.EnsureSuccessStatusCode().JsonAsync()).GetProperty("accessEvent").GetGuid();
        (await citizen.WriteAsync("/api/v1/my/objections", new { access, reason = "不是我看的" })).EnsureSuccessStatusCode();
    }

    private async Task<byte[]> BundleAsync(string scope, string more = "")
    {
        var subject = (string)(await host.RowAsync("select data ->> 'subject' from mt_doc_casecard where id = $1", @case))[0]!;
        using var auditor = await host.SignedInAs("auditor");
        var query = scope switch { "case" => $"&id={@case}", "person" => $"&subject={Uri.EscapeDataString(subject)}", _ => "" };
        using var answer = await auditor.GetAsync(
            new Uri($"/api/v1/log/bundles?scope={scope}{query}{more}", UriKind.Relative), TestContext.Current.CancellationToken);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static Dictionary<string, byte[]> Unpacked(byte[] bundle)
    {
        using var zip = new ZipArchive(new MemoryStream(bundle));
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            return content.ToArray();
        });
    }

    /// <summary>With the digests made anew, as a forger would.</summary>
    private static byte[] Packed(Dictionary<string, byte[]> members)
    {
        members.Remove("SHA256SUMS");
        members["SHA256SUMS"] = Encoding.ASCII.GetBytes(string.Concat(members
            .Select(member => $"{Convert.ToHexStringLower(SHA256.HashData(member.Value))}  {member.Key}\n")));
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in members)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(content);
            }
        return file.ToArray();
    }
}
