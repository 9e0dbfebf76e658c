using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Registry.Api.Tests.Licences;
using Registry.Testing;

namespace Registry.Api.Tests.Verification;

/// <summary>Each holder takes the evidence of a licence home that several hold, and the real tool replays it.</summary>
public sealed class Taking_a_bundle_of_several(BundleHost host) : IClassFixture<BundleHost>
{
    [Fact]
    public async Task gives_each_holder_the_whole_of_it_and_nothing_of_the_others_in_clear()
    {
        var licence = await host.JointLicence();
        await host.StepAsync(licence, "suspension", 1);
        var number = await host.IdentifierOf(licence);
        await host.PublishedAsync();
        foreach (var person in (string[])["citizen", "citizen2"])
        {
            var bundle = await host.BundleAsync(person, $"scope=licence&id={licence}");
            var run = await VerifierProcess.OnFileAsync("bundle", bundle, ["--vkey", host.Vkey, "--json"]);
            run.ExitCode.ShouldBe(0, run.Output + run.Error);
            using var report = JsonDocument.Parse(run.Output);
            report.RootElement.GetProperty("completeness").GetProperty("code").GetString().ShouldBe("bundle-complete");
            var entries = EntriesOf(bundle);
            entries.ShouldContain("\"others\":[{");
            entries.ShouldNotContain("李强");
            var replayed = await VerifierProcess.OnFileAsync("replay", bundle, ["--licence", number]);
            replayed.Output.ShouldContain("Suspended", Case.Sensitive, replayed.Error);
        }
        using var stranger = await host.GetAsync("company", $"/api/v1/log/bundles?scope=licence&id={licence}");
        stranger.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    private static string EntriesOf(byte[] bundle)
    {
        using var zip = new ZipArchive(new MemoryStream(bundle));
        using var reader = new StreamReader(zip.GetEntry("entries.jsonl")!.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
