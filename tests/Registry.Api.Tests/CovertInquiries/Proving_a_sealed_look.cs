using System.IO.Compression;
using System.Text.Json;
using Registry.Api.Tests.Verification;
using Registry.Testing;

namespace Registry.Api.Tests.CovertInquiries;

/// <summary>The seal is in the log: the person counts the slot before, and proves afterwards that what is shown is what was committed to.</summary>
public sealed class Proving_a_sealed_look(CovertHost host) : IClassFixture<CovertHost>, IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("registry-covert-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task counts_it_while_its_payload_is_withheld_and_opens_it_with_the_release()
    {
        var inquiry = await host.Authorised();
        var look = await host.Look(inquiry);
        var before = await BundleAsync("before.zip");
        var (slot, text) = LineOf(before, look);
        slot.GetProperty("withheld").GetString().ShouldBe("not-granted");
        text.ShouldNotContain(inquiry.ToString());
        text.ShouldNotContain(CovertHost.Police);
        await ShouldBeComplete(before);

        using (host.Clock.Ahead(30))
        {
            var after = await BundleAsync("after.zip");
            var (open, all) = LineOf(after, look);
            open.GetProperty("entry").GetRawText().ShouldBe(slot.GetProperty("entry").GetRawText());
            open.GetProperty("payload").GetProperty("meta").GetProperty("step").GetString().ShouldBe($"covert/{inquiry}");
            open.GetProperty("payload").GetProperty("data").GetProperty("resource").GetString().ShouldBe($"case/{host.Case}");
            // Who stood behind it comes along.
            all.ShouldContain("covert_inquiry_requested.v1");
            all.ShouldContain(CovertHost.Police);
            await ShouldBeComplete(after);
            var run = await VerifierProcess.RunAsync("bundle", after, "--vkey", host.Vkey, "--json");
            run.ExitCode.ShouldBe(0, run.Output);
        }
    }

    [Fact]
    public async Task withholds_it_from_a_delegate_of_the_person_as_well()
    {
        var look = await host.Look(await host.Authorised());
        using var citizen = await host.SignedInAs("citizen");
        using var granted = await citizen.WriteAsync("/api/v1/my/delegations", new
        {
            @delegate = new { codeType = "111", code = "340111198506150022" }, until = CovertHost.In(9),
            purposes = new[] { "readCases", "readLicences", "readAccesses", "objectToAccesses" },
        });
        var delegation = (await granted.EnsureSuccessStatusCode().JsonAsync()).GetProperty("id").GetGuid();
        await host.PublishedAsync();
        using var @delegate = await host.SignedInAs("citizen2");
        @delegate.DefaultRequestHeaders.Add("Delegation", delegation.ToString());
        var bundle = Path.Combine(directory.FullName, "delegate.zip");
        await File.WriteAllBytesAsync(
            bundle, await @delegate.GetByteArrayAsync(new Uri("/api/v1/log/bundles?scope=person", UriKind.Relative), TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);
        var (slot, text) = LineOf(bundle, look);
        slot.GetProperty("withheld").GetString().ShouldBe("not-granted");
        text.ShouldNotContain(CovertHost.Police);
    }

    private async Task ShouldBeComplete(string bundle)
    {
        var head = Path.Combine(directory.FullName, "head.json");
        using (var answer = await host.GetAsync("citizen", "/api/v1/my/accesses/head"))
            await File.WriteAllTextAsync(head, await answer.Content.ReadAsStringAsync());
        var mirror = await host.MirrorAsync(directory.CreateSubdirectory(Path.GetFileNameWithoutExtension(bundle)).FullName);
        var run = await VerifierProcess.RunAsync("subject", bundle, "--head", head, "--vkey", host.Vkey, "--log", mirror, "--json");
        using var report = JsonDocument.Parse(run.Output);
        (run.ExitCode, report.RootElement.GetProperty("code").GetString()).ShouldBe((0, "accesses-complete"), run.Output);
    }

    // Taking a bundle is an access too, which the mirror must not have yet.
    private async Task<string> BundleAsync(string name)
    {
        await host.PublishedAsync();
        var file = Path.Combine(directory.FullName, name);
        await File.WriteAllBytesAsync(file, await host.BundleAsync("citizen", "scope=person"));
        return file;
    }

    private static (JsonElement Line, string All) LineOf(string bundle, Guid look)
    {
        using var zip = ZipFile.OpenRead(bundle);
        using var entries = new StreamReader(zip.GetEntry("entries.jsonl")!.Open());
        using var manifest = new StreamReader(zip.GetEntry("bundle.json")!.Open());
        var text = entries.ReadToEnd();
        var line = text.Split('\n').Single(one => one.Contains($"\"id\":\"{look}\"", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(line);
        return (json.RootElement.Clone(), manifest.ReadToEnd() + text);
    }
}
