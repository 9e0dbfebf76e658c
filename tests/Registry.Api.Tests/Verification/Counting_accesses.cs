using System.Text.Json;
using Registry.Domain.Log;
using Registry.Testing;

namespace Registry.Api.Tests.Verification;

/// <summary>A person with their own key notices that an access was left out: by what they kept, or by the public log.</summary>
public sealed class Counting_accesses(BundleHost host) : IClassFixture<BundleHost>, IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("registry-subject-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task finds_all_of_them_and_remembers_how_many()
    {
        await LookAsync();
        var head = await HeadAsync("citizen");
        var first = await VerifyAsync(await BundleAsync(), head, "--next", PathOf("next.json"), "--remember", PathOf("seen"));
        first.ShouldBe((0, "accesses-unbroken"));
        (await File.ReadAllTextAsync(PathOf("seen"), TestContext.Current.CancellationToken)).ShouldStartWith(host.Vkey.Split('+')[0]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(PathOf("next.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, "whoever has it can tell when this person's data was accessed");
        var whole = await VerifyAsync(await BundleAsync(), PathOf("next.json"), "--log", await MirrorAsync());
        whole.ShouldBe((0, "accesses-complete"));

        using var kept = JsonDocument.Parse(await File.ReadAllTextAsync(PathOf("next.json"), TestContext.Current.CancellationToken));
        var numbers = await NumbersAsync();
        numbers.ShouldBe(Enumerable.Range(1, numbers.Length).Select(n => (long)n).Reverse());
        // The two bundles that were taken since are accesses too.
        kept.RootElement.GetProperty("count").GetInt64().ShouldBe(numbers.Length - 2);
    }

    [Fact]
    public async Task tells_one_that_is_hidden_from_the_person()
    {
        await LookAsync();
        await LookAsync();
        var head = await HeadAsync("citizen");
        (await VerifyAsync(await BundleAsync(), head, "--next", PathOf("yesterday.json"))).ShouldBe((0, "accesses-unbroken"));
        // The newest access before this one, and so none that the taking of a bundle itself has made.
        var hidden = (Guid)(await host.RowAsync(
            """select (data ->> 'eventId')::uuid from mt_doc_accessrecord where data ->> 'data' = 'Case' order by data ->> 'at' desc limit 1"""))[0]!;
        await host.ExecuteAsync($"create table hidden as select * from mt_doc_accessrecord where data ->> 'eventId' = '{hidden}'");
        await host.ExecuteAsync($"delete from mt_doc_accessrecord where data ->> 'eventId' = '{hidden}'");
        try
        {
            var bundle = await BundleAsync();
            (await VerifyAsync(bundle, head)).ShouldBe((2, "access-omitted"));
            (await VerifyAsync(bundle, PathOf("yesterday.json"))).ShouldBe((2, "access-omitted"));
            (await VerifyAsync(bundle, head, "--log", await MirrorAsync())).ShouldBe((2, "access-omitted"));
        }
        finally
        {
            await host.ExecuteAsync("insert into mt_doc_accessrecord select * from hidden; drop table hidden");
        }
    }

    [Fact]
    public async Task says_nothing_to_somebody_else_s_key()
    {
        await LookAsync();
        var run = await VerifierProcess.RunAsync(
            "subject", await BundleAsync(), "--head", await HeadAsync("citizen2"), "--vkey", host.Vkey, "--json");
        using var report = JsonDocument.Parse(run.Output);
        report.RootElement.GetProperty("count").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task refuses_a_log_that_is_not_the_bundle_s()
    {
        var bundle = await BundleAsync();
        var mirror = await MirrorAsync();
        foreach (var tile in Directory.EnumerateFiles(Path.Combine(mirror, "tile"), "*", SearchOption.AllDirectories))
        {
            var entries = EntryBundle.Read(await File.ReadAllBytesAsync(tile, TestContext.Current.CancellationToken))!.Reverse().ToArray();
            await File.WriteAllBytesAsync(tile, EntryBundle.Write(entries), TestContext.Current.CancellationToken);
        }
        (await VerifyAsync(bundle, await HeadAsync("citizen"), "--log", mirror)).ShouldBe((1, "root-mismatch"));
    }

    private async Task LookAsync()
    {
        using (var looked = await host.GetAsync("caseworker", $"/api/v1/cases/{host.Foreign}"))
        using (var own = await host.GetAsync("auditor", $"/api/v1/cases/{host.Case}"))
            own.EnsureSuccessStatusCode();
        await host.PublishedAsync();
    }

    private async Task<long[]> NumbersAsync()
    {
        using var answer = await host.GetAsync("citizen", "/api/v1/my/accesses?limit=200");
        return [.. (await answer.JsonAsync()).EnumerateArray().Select(line => line.GetProperty("number").GetInt64())];
    }

    // Taking a bundle is an access too, which the next one has.
    private async Task<string> BundleAsync()
    {
        await host.PublishedAsync();
        var file = PathOf($"{Guid.NewGuid()}.zip");
        await File.WriteAllBytesAsync(file, await host.BundleAsync("citizen", "scope=person"));
        return file;
    }

    private async Task<string> HeadAsync(string person)
    {
        using var answer = await host.GetAsync(person, "/api/v1/my/accesses/head");
        var file = PathOf($"{person}.json");
        await File.WriteAllTextAsync(file, await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return file;
    }

    private Task<string> MirrorAsync() => host.MirrorAsync(directory.FullName);

    private async Task<(int, string)> VerifyAsync(string bundle, string head, params string[] options)
    {
        var run = await VerifierProcess.RunAsync(["subject", bundle, "--head", head, "--vkey", host.Vkey, "--json", .. options]);
        run.Error.ShouldBe("");
        using var report = JsonDocument.Parse(run.Output);
        return (run.ExitCode, report.RootElement.GetProperty("code").GetString()!);
    }

    private string PathOf(string name) => Path.Combine(directory.FullName, name);
}
