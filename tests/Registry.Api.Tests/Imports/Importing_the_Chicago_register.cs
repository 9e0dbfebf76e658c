using Registry.Api.Imports;
using Registry.Domain.Export;
using Registry.Domain.Imports;
using Registry.Domain.Licences;

namespace Registry.Api.Tests.Imports;

/// <summary>The real file, which is not part of the repository.</summary>
public sealed class Importing_the_Chicago_register(ImportHost host) : IClassFixture<ImportHost>
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    // Of 561 rows two have no LICENSE TERM START DATE: 304, one of seven of licence 37907, and 495, the only one of
    // 2184615. So 559 rows give a version each and 183 of the 184 numbers a licence; 38 rows are cancelled (AAC) and 5
    // revoked (REV), each one event more. All 9 C_LOC rows are the first of their licence, so they open it.
    [Fact]
    public async Task gives_183_licences_and_602_events_and_says_why_two_rows_are_not_among_them()
    {
        var mapping = Mapping("chicago-whole", "901");
        using var rejects = new MemoryStream();
        var report = await host.ImportAsync(mapping, Csv(), rejects: rejects, token: Token);

        report.Refusal.ShouldBeNull();
        (report.Rows, report.RowsImported, report.RowsRejected).ShouldBe((561, 559, 2));
        (report.LicencesNew, report.LicencesExtended, report.LicencesUnchanged).ShouldBe((183, 0, 0));
        report.Events.ShouldBe(559 + 38 + 5);
        report.FaultCounts.ShouldHaveSingleItem().ShouldBe(new(RowFaults.ValueMissing, 2));

        var lines = System.Text.Encoding.UTF8.GetString(rejects.ToArray()).Split("\r\n");
        lines[1].ShouldStartWith(
            "304,LICENSE TERM START DATE,row-value-missing,缺少必填值,A required value is missing,37907-,");
        lines[2].ShouldStartWith("495,LICENSE TERM START DATE,");
    }

    [Fact]
    public async Task proves_itself_offline_and_fails_to_with_one_bit_flipped_anywhere()
    {
        await host.ImportAsync(Mapping("chicago-proved", "907"), Csv(), token: Token);
        var export = await host.ExportAsync();
        Verify(export).Outcome.ShouldBe(ExportOutcome.Ok);

        var random = new Random(602);
        for (var i = 0; i < 40; i++)
        {
            var bit = random.NextInt64(export.LongLength * 8);
            export[bit / 8] ^= (byte)(1 << (int)(bit % 8));
            Verify(export).Outcome.ShouldNotBe(ExportOutcome.Ok, $"bit {bit}");
            export[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        }
    }

    [Fact]
    public async Task adds_nothing_the_second_time()
    {
        var mapping = Mapping("chicago-twice", "902");
        await host.ImportAsync(mapping, Csv(), token: Token);
        var before = await host.CardsAsync(mapping.Register);
        var again = await host.ImportAsync(mapping, Csv(), token: Token);

        (again.Events, again.RowsImported, again.RowsAlreadyImported, again.RowsRejected).ShouldBe((0, 0, 559, 2));
        (again.LicencesNew, again.LicencesExtended, again.LicencesUnchanged).ShouldBe((0, 0, 183));
        (await host.CardsAsync(mapping.Register)).ShouldBe(before);
    }

    [Fact]
    public async Task gives_the_same_when_it_is_interrupted_and_resumed()
    {
        var whole = Mapping("chicago-at-once", "903");
        await host.ImportAsync(whole, Csv(), token: Token);
        var parts = Mapping("chicago-in-parts", "904");
        var options = new ImportOptions { LicencesPerBatch = 10 };
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(Token))
            await Should.ThrowAsync<OperationCanceledException>(
                host.ImportAsync(parts, Csv(), options, progress: new Stop(stop, after: 200), token: stop.Token));
        var half = (await host.CardsAsync(parts.Register)).Count;
        half.ShouldBeInRange(1, 182);
        var rest = await host.ImportAsync(parts, Csv(), options, token: Token);

        rest.LicencesNew.ShouldBe(183 - half);
        (rest.RowsImported + rest.RowsAlreadyImported).ShouldBe(559);
        (await host.CardsAsync(parts.Register)).ShouldBe(await host.CardsAsync(whole.Register));
    }

    [Fact]
    public async Task gives_the_same_when_memory_holds_few_rows()
    {
        var whole = Mapping("chicago-one-lot", "905");
        await host.ImportAsync(whole, Csv(), token: Token);
        var lots = Mapping("chicago-many-lots", "906");
        var report = await host.ImportAsync(lots, Csv(), new ImportOptions { RowsInMemory = 40 }, token: Token);

        report.Events.ShouldBe(602);
        (await host.CardsAsync(lots.Register)).ShouldBe(await host.CardsAsync(whole.Register));
    }

    [Fact]
    public async Task writes_nothing_in_a_dry_run_and_reports_the_same()
    {
        var mapping = Mapping("chicago-dry", "907");
        var dry = await host.ImportAsync(mapping, Csv(), new ImportOptions { DryRun = true }, token: Token);
        (await host.CardsAsync(mapping.Register)).ShouldBeEmpty();
        var wet = await host.ImportAsync(mapping, Csv(), token: Token);

        dry.DryRun.ShouldBeTrue();
        (dry.Rows, dry.RowsImported, dry.RowsRejected, dry.LicencesNew, dry.Events)
            .ShouldBe((wet.Rows, wet.RowsImported, wet.RowsRejected, wet.LicencesNew, wet.Events));
    }

    [Fact]
    public async Task keeps_the_row_each_fact_comes_from()
    {
        var mapping = Mapping("chicago-sources", "908");
        await host.ImportAsync(mapping, Csv(), token: Token);
        var history = await host.EventsOfAsync(mapping, "1998571");

        history[0].ShouldBeOfType<LicenceEvent.Imported>().Opening.ShouldBe(RowKind.Issue);
        history[1].ShouldBeOfType<LicenceEvent.Renewed>().Source!.Row.ShouldBe("1998571-20111116");
        var revoked = history[2].ShouldBeOfType<LicenceEvent.Revoked>();
        revoked.On.ShouldBe(new DateOnly(2013, 3, 22));
        revoked.Source.ShouldBe(((LicenceEvent.Renewed)history[1]).Source);
        history.Count.ShouldBe(3);
    }

    private static ExportVerdict Verify(byte[] export)
    {
        using var file = new MemoryStream(export);
        return ExportLines.Verify(file, new ExportVerifier(pinned: null));
    }

    private static byte[] Csv()
    {
        Assert.SkipUnless(File.Exists(ImportHost.ChicagoFile), $"{ImportHost.ChicagoFile} is not here.");
        return File.ReadAllBytes(ImportHost.ChicagoFile);
    }

    private static RegisterMapping Mapping(string register, string type) =>
        ImportHost.Mapping("chicago-business-licences.json", register, type);

    private sealed class Stop(CancellationTokenSource source, int after) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            if (value.Phase is ImportPhase.Importing && value.Done >= after)
                source.Cancel();
        }
    }
}
