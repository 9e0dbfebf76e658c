using System.Globalization;
using System.Text;
using Registry.Api.Tests.Imports;
using Registry.Testing;
using static Registry.Api.Tests.LicenceBatches.BatchJourneys;

namespace Registry.Api.Tests.LicenceBatches;

/// <summary>The operator's command as a process of its own, beside the server: kill -9 in the middle, run again, nothing left out or done twice.</summary>
public sealed class Killing_a_reissue(ImportHost host) : IClassFixture<ImportHost>
{
    private const string Type = $"{Commerce}601";
    private const int Rows = 1_200;

    [Fact]
    public async Task keeps_what_was_committed_and_the_next_run_does_the_rest()
    {
        var definition = TypeJourneys.Definition();
        definition["face"] = ((string[])["tradeName", "address", "scope"]).Select(name => TypeJourneys.Field(name));
        await host.PublishedType(Type, definition);
        (await host.ImportAsync(ImportHost.Mapping("hefei-demo.json", "reissued", "601"), Register())).RowsImported.ShouldBe(Rows);
        await host.ApprovedReissue("killed", Type);

        var run = new BatchProcess(host, "reissue", "killed");
        await run.KillAsync("licence_reissued.v1", atLeast: 200);
        (await host.CountAsync("licence_reissued.v1")).ShouldBeInRange(200, Rows - 1);

        var rest = await run.RunAsync();
        rest.ExitCode.ShouldBe(0, rest.Errors);
        (await host.CountAsync("licence_reissued.v1")).ShouldBe(Rows);
        ((long)(await host.RowAsync("select count(distinct stream_id) from mt_events where type = 'licence_reissued.v1'"))[0]!).ShouldBe(Rows);
        var nothing = await run.RunAsync();
        nothing.Output.ShouldContain("0 份已换发 / licences minted anew, 0 份被拒 / refused");
    }

    private static string Register()
    {
        var rows = new StringBuilder("登记流水号,证照编号,业务类型,持证主体,主体代码类型,主体代码,字号名称,经营场所,经营范围,发证日期,有效期起,有效期止,证照状态,状态日期\n");
        for (var i = 0; i < Rows; i++)
            rows.Append(
                CultureInfo.InvariantCulture,
                $"K{i:D8},{340100000000L + i},新发,王芳,居民身份证,340104199001010017,字号{i},示范路{i}号,零售,2020-01-01,2020-01-01,2099-12-31,有效,\n");
        return rows.ToString();
    }
}
