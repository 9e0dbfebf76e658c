using System.Text;
using Registry.Api.Imports;
using Registry.Domain.Imports;
using Registry.Domain.Licences;
using Registry.Testing;

namespace Registry.Api.Tests.Imports;

public sealed class Importing_a_register_file(ImportHost host) : IClassFixture<ImportHost>
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task reads_the_GB18030_sample_and_rejects_its_six_faulty_rows()
    {
        var mapping = Mapping("sample", "911");
        var report = await host.ImportAsync(mapping, ImportHost.HefeiFile, token: Token);

        (report.Encoding, report.Rows, report.RowsImported, report.RowsRejected).ShouldBe(("gb18030", 200, 194, 6));
        report.LicencesNew.ShouldBe(120);
        report.FaultCounts.Keys.Order().ShouldBe(
            new[]
            {
                RowFaults.ValueMissing, RowFaults.ValueUnknown, RowFaults.DateMalformed, RowFaults.IdRepeated,
                "uscc-check", "licence-validity-reversed",
            }.Order());
    }

    [Theory]
    [InlineData("utf-8", false, "912", "utf-8")]
    [InlineData("utf-8", true, "913", "utf-8")]
    [InlineData("gb18030", false, "914", "gb18030")]
    public async Task gives_the_same_rows_and_digests_in_every_encoding(string encoding, bool bom, string type, string found)
    {
        var reference = Mapping($"encoding-{type}-reference", $"9{type[1]}{(char)(type[2] + 3)}");
        await host.ImportAsync(reference, ImportHost.HefeiFile, token: Token);
        var text = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetString(ImportHost.HefeiFile);
        text.ShouldContain("𠮷祥面馆");
        var target = encoding == "utf-8" ? new UTF8Encoding(bom) : CodePagesEncodingProvider.Instance.GetEncoding(encoding)!;
        byte[] csv = [.. bom ? target.Preamble : [], .. target.GetBytes(text)];

        var mapping = Mapping($"encoding-{type}", type);
        (await host.ImportAsync(mapping, csv, token: Token)).Encoding.ShouldBe(found);
        (await host.CardsAsync(mapping.Register)).ShouldBe(await host.CardsAsync(reference.Register));
    }

    [Fact]
    public async Task adds_only_the_new_rows_of_a_register_that_has_grown()
    {
        var mapping = Mapping("grown", "921");
        await host.ImportAsync(mapping, Csv(Line("1", "A1"), Line("2", "A2")));
        var report = await host.ImportAsync(
            mapping, Csv(Line("1", "A1"), Line("2", "A2"), Renewal("3", "A1", "有效"), Line("4", "A3")));

        (report.LicencesNew, report.LicencesExtended, report.LicencesUnchanged).ShouldBe((1, 1, 1));
        (report.RowsImported, report.RowsAlreadyImported, report.Events).ShouldBe((2, 2, 2));
        var history = await host.EventsOfAsync(mapping, "A1");
        history[1].ShouldBeOfType<LicenceEvent.Renewed>().Identifier.Version.ShouldBe(2);
    }

    [Fact]
    public async Task rejects_a_row_that_is_not_what_it_was()
    {
        var mapping = Mapping("changed", "922");
        await host.ImportAsync(mapping, Csv(Line("1", "A1"), Line("2", "A2")));
        var report = await host.ImportAsync(mapping, Csv(Line("1", "A1", "另一店"), Line("2", "A2")));

        report.FaultCounts.ShouldHaveSingleItem().ShouldBe(new(RowFaults.RowChanged, 1));
        (report.Events, report.RowsAlreadyImported).ShouldBe((0, 1));
    }

    [Fact]
    public async Task leaves_a_licence_of_another_register_alone()
    {
        await host.ImportAsync(Mapping("first-owner", "923"), Csv(Line("1", "A1")));
        var report = await host.ImportAsync(Mapping("second-owner", "923"), Csv(Renewal("9", "A1", "有效")));

        report.FaultCounts.ShouldHaveSingleItem().Key.ShouldBe(RowFaults.LicenceExists);
        report.Events.ShouldBe(0);
    }

    [Fact]
    public async Task lets_one_import_of_a_register_run_at_a_time_and_lets_it_go_afterwards()
    {
        var mapping = Mapping("turns", "924");
        await using (await ImportTurn.TakeAsync(
            host.Runtime.Database.Pooled, host.Schema, ImportHost.Tenant, mapping.Register, dryRun: false, Token))
            (await host.ImportAsync(mapping, Csv(Line("1", "A1")))).Refusal!.Code.ShouldBe("import-running");
        (await host.ImportAsync(mapping, Csv(Line("1", "A1")))).Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "import-header-missing")]
    [InlineData("登记流水号,证照编号\n1,2\n", "import-columns-missing")]
    [InlineData("a,a\n", "import-column-repeated")]
    public async Task refuses_a_file_it_cannot_read_as_a_whole(string csv, string code) =>
        (await host.ImportAsync(Mapping("unreadable", "925"), csv)).Refusal!.Code.ShouldBe(code);

    [Fact]
    public async Task refuses_a_file_with_a_quote_that_is_never_closed()
    {
        var report = await host.ImportAsync(Mapping("unclosed", "926"), Csv(Line("1", "A1"), "2,\"A2", Line("3", "A3")));
        report.Refusal!.Code.ShouldBe("import-quote-unclosed");
        report.Refusal.Arguments.ShouldBe(["2"]);
    }

    [Fact]
    public async Task refuses_bytes_the_encoding_does_not_have_rather_than_replacing_them()
    {
        var mapping = Mapping("bytes", "927") with { Encoding = RegisterEncoding.Utf8 };
        (await host.ImportAsync(mapping, ImportHost.HefeiFile, token: Token)).Refusal!.Code.ShouldBe("import-encoding");
    }

    [Fact]
    public async Task counts_blank_lines_and_names_malformed_quotes()
    {
        var mapping = Mapping("blank", "928");
        using var rejects = new MemoryStream();
        var csv = Encoding.UTF8.GetBytes(Csv("", Line("1", "A1"), "", Line("2", "A2", "a\"b")));
        var report = await host.ImportAsync(mapping, csv, rejects: rejects, token: Token);

        (report.Rows, report.RowsImported).ShouldBe((2, 1));
        Encoding.UTF8.GetString(rejects.ToArray()).Split("\r\n")[1].ShouldStartWith("5,,row-quotes-malformed,");
    }

    [Fact]
    public async Task makes_a_row_of_several_holders_one_licence_that_each_of_them_reads()
    {
        var mapping = Mapping("joint", "930");
        mapping = mapping with { Holder = mapping.Holder with { Separator = "、" } };
        var report = await host.ImportAsync(mapping, Csv(
            Line("1", "A1", "王芳、李强").Replace("其他,X-1", $"居民身份证,340104199001010017、{JointJourneys.Other}", StringComparison.Ordinal)));
        (report.LicencesNew, report.RowsRejected).ShouldBe((1, 0));
        foreach (var person in (string[])["citizen", "citizen2"])
        {
            var card = (await host.ReadAsync(person, "licences")).EnumerateArray().Single(one => one.GetProperty("identifier").GetString()!.Contains("X9930.", StringComparison.Ordinal));
            var read = await host.ReadAsync(person, $"licences/{card.GetProperty("id").GetGuid()}");
            read.GetProperty("holders").EnumerateArray().Select(holder => holder.GetProperty("name").GetString()).ShouldBe(["王芳", "李强"]);
        }
        (await host.FaultsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task keeps_names_and_numbers_out_of_the_database_in_clear()
    {
        var mapping = Mapping("secret", "929");
        // Long enough not to turn up by chance in the base64url of tags and signatures.
        await host.ImportAsync(mapping, Csv(Line("1", "A1", "极少见的店名").Replace("X-1", "RARE-HOLDER-1", StringComparison.Ordinal)));
        await using var command = host.Runtime.Database.Pooled.CreateCommand(
            $"""
            select count(*) from (
              select data::text || coalesce(headers::text, '') as text from {host.Schema}.mt_events
              union all select data::text from {host.Schema}.mt_doc_licencecard
              union all select convert_from(body, 'UTF8') from {host.Schema}.log_inbox
              union all select row_id from {host.Schema}.import_row) as stored
            where text like '%极少见%' or text like '%RARE-HOLDER%'
            """);
        (await command.ExecuteScalarAsync(Token)).ShouldBe(0L);
    }

    private static RegisterMapping Mapping(string register, string type) =>
        ImportHost.Mapping("hefei-demo.json", register, type) with
        {
            Holder = new("持证主体", "主体代码", new Choice<Domain.Identifiers.HolderCodeType>.Mapped(
                "主体代码类型", new Dictionary<string, Domain.Identifiers.HolderCodeType>
                {
                    ["统一社会信用代码"] = Domain.Identifiers.HolderCodeType.Uscc,
                    ["居民身份证"] = Domain.Identifiers.HolderCodeType.CitizenId,
                    ["其他"] = Domain.Identifiers.HolderCodeType.OtherOrganisation,
                })),
        };

    private static string Csv(params string[] lines) => string.Join('\n',
        ["登记流水号,证照编号,业务类型,持证主体,主体代码类型,主体代码,字号名称,经营场所,经营范围,发证日期,有效期起,有效期止,证照状态,状态日期", .. lines, ""]);

    private static string Line(string id, string number, string name = "示例店") =>
        $"{id},{number},新发,{name},其他,X-1,示例,示范路1号,,2015-01-01,2015-01-01,2017-12-31,有效,";

    private static string Renewal(string id, string number, string status) =>
        $"{id},{number},延续,示例店,其他,X-1,示例,示范路1号,,2018-01-01,2018-01-01,2020-12-31,{status},";
}
