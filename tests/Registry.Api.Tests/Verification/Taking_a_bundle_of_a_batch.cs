using System.IO.Compression;
using System.Text.Json;
using Registry.Api.Tests.LicenceBatches;
using Registry.Api.Tests.LicenceTypes;
using Registry.Domain.LicenceBatches;
using Registry.Testing;

namespace Registry.Api.Tests.Verification;

/// <summary>An auditor who was not there sees which two officers stood behind a licence that a batch minted.</summary>
public sealed class Taking_a_bundle_of_a_batch(BundleHost host) : IClassFixture<BundleHost>
{
    [Fact]
    public async Task shows_its_proposal_and_its_approval_which_the_tool_judges()
    {
        var kind = new TypedItem(host, 531);
        await kind.PublishAsync();
        Guid[] cases = [await host.ApprovedCase(item: kind.Item), await host.ApprovedCase("citizen2", kind.Item)];
        await host.ApprovedMinting("evident", kind.Type, cases);
        (await host.RunAsync("evident", BatchKind.Minting)).Done.ShouldBe(2);
        await host.PublishedAsync();
        var licence = (Guid)(await host.RowAsync(
            "select stream_id from mt_events where type = 'licence_batch_minted.v1' and data ->> 'case' = $1", cases[0].ToString()))[0]!;
        var batch = BatchJourneys.IdOf("evident").ToString();

        var auditors = await host.BundleAsync("auditor", $"scope=licence&id={licence}");
        await ShouldPass(auditors);
        var entries = EntriesOf(auditors);
        LineOf(entries, "minting_batch_proposed.v1").ShouldSatisfyAllConditions(
            line => line.ShouldContain($"\"stream\":\"{batch}\""), line => line.ShouldContain(cases[1].ToString()));
        LineOf(entries, "licence_batch_approved.v1").ShouldContain("\"by\":\"officer-commerce-");

        // The list has others' cases: its holder learns that it is there, and not whose.
        var holders = await host.BundleAsync("citizen", $"scope=licence&id={licence}");
        await ShouldPass(holders);
        LineOf(EntriesOf(holders), "minting_batch_proposed.v1").ShouldSatisfyAllConditions(
            line => line.ShouldContain("\"withheld\":\"not-granted\""), line => line.ShouldNotContain(cases[1].ToString()));
        LineOf(EntriesOf(holders), "licence_batch_approved.v1").ShouldContain("\"payload\"");
    }

    private async Task ShouldPass(byte[] bundle)
    {
        var run = await VerifierProcess.OnFileAsync("bundle", bundle, ["--vkey", host.Vkey, "--json"]);
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        using var report = JsonDocument.Parse(run.Output);
        report.RootElement.GetProperty("completeness").GetProperty("code").GetString().ShouldBe("bundle-complete");
    }

    private static string LineOf(string[] entries, string type) => entries.Single(line => line.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal));

    private static string[] EntriesOf(byte[] bundle)
    {
        using var zip = new ZipArchive(new MemoryStream(bundle));
        using var reader = new StreamReader(zip.GetEntry("entries.jsonl")!.Open());
        return reader.ReadToEnd().Split('\n');
    }
}
