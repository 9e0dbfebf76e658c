using System.IO.Compression;
using System.Net;
using System.Text;
using Registry.Testing;
using static Registry.Api.Tests.Sharing.SharingJourneys;

namespace Registry.Api.Tests.SharingService;

/// <summary>使用事由 of a query: kept with its record, sealed, and read by who audits.</summary>
public sealed class Saying_what_it_is_for(RegistryHost host) : IClassFixture<RegistryHost>
{
    private const string Words = "王芳来电催办，档案卷宗七号";

    [Fact]
    public async Task is_kept_sealed_under_the_holder_s_key_and_opened_for_an_auditor_on_record()
    {
        await host.MintedLicence("citizen");
        var grant = await host.GrantToHealth();
        using var system = await host.SignedInAs("system");
        var asked = (await AskAsync(system, grant, Cause()).DataAsync()).GetProperty("accessEvent").GetGuid();
        var kept = await host.RowAsync(
            "select data::text, data -> 'cause' ->> 'subject' = data -> 'subjects' ->> 0 from mt_events where id = $1", asked);
        ((string)kept[0]!).ShouldNotContain(Words);
        kept[1].ShouldBe(true);

        using var auditor = await host.SignedInAs("auditor");
        var before = await host.CountAsync("access_disclosed.v1");
        using var answer = await auditor.GetAsync($"/api/v1/audit/searches/{asked}", TestContext.Current.CancellationToken);
        var read = await answer.EnsureSuccessStatusCode().JsonAsync();
        (read.GetProperty("actor").GetString(), read.GetProperty("agency").GetString()).ShouldBe(("system-health-permits", Health));
        var cause = read.GetProperty("useCause");
        (cause.GetProperty("certificateEventCode").GetString(), cause.GetProperty("certificateCopyCause").GetString()).ShouldBe(("HJ-7", Words));
        (await host.CountAsync("access_disclosed.v1")).ShouldBe(before + 1);
        (await host.LookAsync(read.GetProperty("accessEvent").GetGuid())).GetProperty("role").GetString().ShouldBe("auditor");
    }

    [Fact]
    public async Task leaves_the_query_readable_in_the_holder_s_evidence()
    {
        await host.MintedLicence("citizen");
        using var system = await host.SignedInAs("system");
        var asked = (await AskAsync(system, await host.GrantToHealth(), Cause()).DataAsync()).GetProperty("accessEvent").GetGuid();
        using var citizen = await host.SignedInAs("citizen");
        await Eventually.HoldsAsync("the query is in the evidence", async () =>
        {
            using var zip = new ZipArchive(new MemoryStream(await citizen.GetByteArrayAsync("/api/v1/log/bundles?scope=person")));
            using var entries = new StreamReader(zip.GetEntry("entries.jsonl")!.Open(), Encoding.UTF8);
            var line = (await entries.ReadToEndAsync()).Split('\n').SingleOrDefault(one => one.Contains(asked.ToString(), StringComparison.Ordinal));
            line?.ShouldContain("\"payload\"");
            line?.ShouldNotContain(Words);
            return line is not null;
        });
    }

    [Fact]
    public async Task is_not_asked_for_and_nothing_is_kept_where_nothing_is_said()
    {
        await host.MintedLicence("citizen");
        using var system = await host.SignedInAs("system");
        var asked = (await AskAsync(system, await host.GrantToHealth(), new { }).DataAsync()).GetProperty("accessEvent").GetGuid();
        (await host.RowAsync("select data ? 'cause' from mt_events where id = $1", asked))[0].ShouldBe(false);
        using var auditor = await host.SignedInAs("auditor");
        using var answer = await auditor.GetAsync($"/api/v1/audit/searches/{asked}", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("certificateCallCategory", "2")]
    [InlineData("certificateCopyCause", null)]
    public async Task has_a_form(string member, string? value)
    {
        using var system = await host.SignedInAs("system");
        var cause = new Dictionary<string, string> { [member] = value ?? new string('办', 201) };
        await AskAsync(system, await host.GrantToHealth(), cause).ShouldBeRefused(400, "field-malformed", 900, $"data.useCause.{member}");
        await system.AskAsync("queryCertInfoByQRcode", Guid.NewGuid(), new { qrCode = "x", useCause = cause })
            .ShouldBeRefused(400, "field-malformed", 900, $"data.useCause.{member}");
    }

    private static object Cause() => new
    {
        certificateSystemName = "卫生许可系统", certificateCallCategory = "0", certificateMatterName = "卫生许可", certificateEventCode = "HJ-7",
        certificateCopyCause = Words,
    };

    private static Task<HttpResponseMessage> AskAsync(HttpClient system, Guid grant, object useCause) => system.AskAsync(
        "queryCertInfoByHolderCode", grant,
        new { holderCode = ServiceJourneys.WangFang, holderTypeCode = "111", certTypeCode = BusinessLicence, useCause });
}
