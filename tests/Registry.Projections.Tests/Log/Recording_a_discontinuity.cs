using System.Text.Json;
using Npgsql;
using Registry.Domain.Cases;
using Registry.Domain.Export;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Domain.Replay;
using Registry.Projections.Log;
using Registry.Projections.Log.Fsck;
using Registry.Projections.Log.Recovery;

namespace Registry.Projections.Tests.Log;

/// <summary>Yesterday's backup restored and nobody kept an export: the loss is recorded, signed, and shown for ever.</summary>
public sealed class Recording_a_discontinuity : IAsyncLifetime
{
    private readonly LostTail lost = new();

    private RegistryFixture Registry => lost.Registry;

    private long Lost => lost.SignedSize - lost.KeptSize;

    public ValueTask InitializeAsync() => lost.InitializeAsync();

    public ValueTask DisposeAsync() => lost.DisposeAsync();

    [Fact]
    public async Task closes_the_log_and_lets_cases_go_on_in_the_next()
    {
        var old = Registry.Log;
        await lost.RestoreAsync();
        (await Should.ThrowAsync<LogRefusedException>(lost.StartSigning)).Message
            .ShouldContain($"has {lost.SignedSize} entries and the database only {lost.KeptSize}");

        var succeeded = await lost.SucceedAsync(Lost);
        (succeeded.Lost, succeeded.Left).ShouldBe((Lost, lost.KeptSize + 1));
        await Registry.StartAsync(Registry.OwnerConnection);
        Registry.Log.Id.ShouldBe("340100/2026-2");
        Registry.Log.Origin.ShouldBe($"{old.Origin}-2");

        await lost.WithdrawAsync(lost.Sequenced);
        await lost.WithdrawAsync(lost.Waiting);
        await Registry.MintLicence();
        await Registry.SequenceAndSign();
        (await lost.FsckAsync()).Findings.ShouldBeEmpty();

        var (verdict, summary) = await lost.VerifyExportAsync();
        (verdict.Outcome, verdict.Code).ShouldBe((ExportOutcome.Ok, VerdictCodes.OkDiscontinuity), verdict.Detail);
        var shown = summary.Discontinuity.ShouldNotBeNull();
        (shown.After, shown.AfterVerifierKey).ShouldBe((old.Origin, old.Key.ToString()));
        (shown.SignedSize, shown.Extended, shown.Size, shown.Lost).ShouldBe((lost.SignedSize, lost.KeptSize, lost.KeptSize + 1, Lost));
        shown.SignedRoot.ShouldBe(Opened(lost.Promised, old).Root.ToString());
        shown.Root.ShouldBe((await Registry.Runtime.LogReader.EdgeAsync(old.Id, shown.Size, TestContext.Current.CancellationToken)).Root().ToString());
        (shown.Reason, string.Join(' ', shown.OrderedBy)).ShouldBe(("BackupRestored", "op1 op2"));

        (await Replayed(lost.Sequenced, AsOf.Now)).ShouldSatisfyAllConditions(
            state => state.GetProperty("version").GetInt64().ShouldBe(2),
            state => state.GetProperty("state").GetProperty("status").GetString().ShouldBe("Withdrawn"));
        (await Replayed(lost.Sequenced, new AsOf(-1, null, null))).ShouldSatisfyAllConditions(
            state => state.GetProperty("version").GetInt64().ShouldBe(1),
            state => state.GetProperty("index").GetInt64().ShouldBe(-2));
    }

    [Fact]
    public async Task seals_what_is_left_so_that_nothing_of_it_can_be_taken_away_later()
    {
        await lost.RestoreAsync();
        await lost.SucceedAsync(Lost);
        await Registry.StartAsync(Registry.OwnerConnection);
        await Registry.SequenceAndSign();
        (await lost.FsckAsync()).Findings.ShouldBeEmpty();

        // The entry that had waited has no checkpoint of its own log over it.
        await lost.Backup.TriggersAsync("disable");
        await Registry.AsOwner(
            $$"""
            delete from {schema}.mt_doc_casecard where id = '{{lost.Waiting}}';
            delete from {schema}.mt_events where stream_id = '{{lost.Waiting}}';
            delete from {schema}.mt_streams where id = '{{lost.Waiting}}';
            delete from {schema}.log_entry where log = '340100/2026' and idx = {{lost.KeptSize}};
            update {schema}.log_head h set size = c.size, edge = c.edge, chain = c.chain
            from copy_{schema}.log_head c where c.log = h.log;
            """);
        var found = (await lost.FsckAsync()).Findings.ShouldHaveSingleItem();
        (found.Code, found.Log, found.Index).ShouldBe((FsckCodes.SealDiffers, "340100/2026-2", 0L));
    }

    [Fact]
    public async Task leaves_a_server_that_was_forgotten_unable_to_write()
    {
        await lost.RestoreAsync();
        await lost.SucceedAsync(Lost);
        var before = await Rows();
        var refusal = await Should.ThrowAsync<Exception>(Registry.SubmitCase);
        refusal.GetBaseException().ShouldBeOfType<PostgresException>().SqlState.ShouldBe(InboxRows.LogClosed);
        (await Should.ThrowAsync<LogRefusedException>(lost.StartSigning)).Message.ShouldContain("closed");
        (await Rows()).ShouldBe(before);
    }

    [Fact]
    public async Task tells_whoever_kept_a_checkpoint_what_became_of_it()
    {
        var old = Registry.Log;
        await lost.RestoreAsync();
        await lost.SucceedAsync(Lost);
        await Registry.StartAsync(Registry.OwnerConnection);
        await lost.WithdrawAsync(lost.Sequenced);
        await Registry.SequenceAndSign();

        BundleRequest everything = new("everything", null, null, null, null, null), ofCase = everything with { Kind = "case", Id = lost.Sequenced.Value };
        foreach (var request in (BundleRequest[])[everything, ofCase])
        {
            var report = await lost.VerifyBundleAsync(request, Opened(lost.Promised, old));
            report.Integrity.ShouldNotBeNull().Code.ShouldBe(VerdictCodes.OkDiscontinuity, report.Integrity!.Detail);
            (report.Verdict.Outcome, report.Verdict.Code).ShouldBe((ExportOutcome.Incomplete, VerdictCodes.TailLost));
            report.Verdict.Detail.ShouldContain($"covers {lost.SignedSize} entries");

            var fresh = await lost.VerifyBundleAsync(request, last: null);
            fresh.Verdict.Outcome.ShouldBe(ExportOutcome.Ok, fresh.Verdict.Detail);
            fresh.Summary!.Discontinuity.ShouldNotBeNull().After.ShouldBe(old.Origin);
        }
        var known = new Checkpoint(old.Origin, lost.KeptSize, LogHash.FromBytes(new byte[32]));
        (await lost.VerifyBundleAsync(ofCase, known)).Verdict.Code.ShouldBe(VerdictCodes.ConsistencyMissing);
        var other = new Checkpoint("registry.localhost/log/110000/2026", lost.KeptSize, known.Root);
        (await lost.VerifyBundleAsync(ofCase, other)).Verdict.Code.ShouldBe(VerdictCodes.OriginNotPinned);
    }

    [Fact]
    public async Task puts_what_was_never_signed_into_every_bundle_that_asks_for_it()
    {
        await lost.RestoreAsync();
        await lost.SucceedAsync(Lost);
        await Registry.StartAsync(Registry.OwnerConnection);
        await lost.WithdrawAsync(lost.Sequenced);
        await Registry.SequenceAndSign();

        // Waited in the inbox, so that it is under no checkpoint of the old log; and nothing of it is in the next.
        BundleRequest request = new("case", lost.Waiting.Value, null, null, null, null);
        foreach (var asked in (BundleRequest[])[request, request with { Kind = "everything" }, request with { Kind = "person", Subject = Registry.Subject() }])
        {
            var replay = StreamReplay.OfCase(lost.Waiting, AsOf.Now);
            var report = await lost.VerifyBundleAsync(asked, last: null, replay.Take);
            report.Verdict.Outcome.ShouldBe(ExportOutcome.Ok, report.Verdict.Detail);
            using var state = JsonDocument.Parse(replay.ToJson()!);
            state.RootElement.GetProperty("index").GetInt64().ShouldBe(-1);
            state.RootElement.ToString().ShouldBe((await Replayed(lost.Waiting, AsOf.Now)).ToString());
        }
    }

    [Fact]
    public async Task introduces_every_live_key_anew_and_no_ended_one()
    {
        var agency = (await Registry.Runtime.Signers.LiveAsync(RegistryFixture.Tenant, "11340100MB1AC012X9", TestContext.Current.CancellationToken))[0];
        await lost.RestoreAsync();
        await Registry.Runtime.Custody.RotateAsync(RegistryFixture.Tenant, agency.Owner, agency.Algorithm);
        await Registry.Runtime.Custody.ReportCompromiseAsync(
            Registry.Log, agency.Kid, 1, 2, CompromiseReason.Suspected, CompromiseReporter.Operator);
        var before = await Cards();
        await lost.SucceedAsync(Lost);
        (await Cards()).ShouldBe(before);
        await Registry.StartAsync(Registry.OwnerConnection);
        // The ended key belongs to the log before; what is learnt of it later is told in this one.
        (await Registry.Runtime.Custody.ReportCompromiseAsync(
            Registry.Log, agency.Kid, 0, 1, CompromiseReason.KeyExposed, CompromiseReporter.Auditor)).ShouldBeNull();
        await Registry.SequenceAndSign();
        (await lost.FsckAsync()).Findings.ShouldBeEmpty();
        var (verdict, summary) = await lost.VerifyExportAsync();
        verdict.Code.ShouldBe(VerdictCodes.OkDiscontinuity, verdict.Detail);
        summary.Keys.ShouldBe((int)await Registry.Scalar<long>("select count(*) from {schema}.mt_doc_signingkeycard where (data ->> 'isLive')::boolean"));
    }

    [Fact]
    public async Task is_refused_where_nothing_that_was_signed_is_lost() =>
        (await lost.RefusalAsync(1)).ShouldContain("Nothing is lost");

    [Fact]
    public async Task is_refused_until_the_number_of_lost_entries_is_said()
    {
        await lost.RestoreAsync();
        var before = await Rows();
        (await lost.RefusalAsync(null)).ShouldContain($"--lost {Lost}");
        (await lost.RefusalAsync(Lost + 1)).ShouldContain($"--lost {Lost}");
        (await Rows()).ShouldBe(before);
    }

    [Fact]
    public async Task is_refused_while_somebody_leads_the_log()
    {
        await lost.RestoreAsync();
        await using var sequencer = await Registry.Lead();
        (await Should.ThrowAsync<LogRefusedException>(() => lost.SucceedWhileLedAsync(Lost))).Message.ShouldContain("Stop it first");
    }

    [Fact]
    public async Task is_refused_where_the_database_is_damaged_in_another_way()
    {
        await lost.RestoreAsync();
        await Registry.AsOwner("delete from {schema}.log_inbox");
        (await lost.RefusalAsync(Lost)).ShouldContain("event-unlogged");
    }

    [Fact]
    public async Task twice_changes_nothing()
    {
        await lost.RestoreAsync();
        await lost.SucceedAsync(Lost);
        await Registry.StartAsync(Registry.OwnerConnection);
        var before = await Rows();
        (await lost.RefusalAsync(Lost)).ShouldContain("Nothing is lost");
        (await Rows()).ShouldBe(before);
    }

    [Fact]
    public async Task loses_no_more_than_what_an_export_that_somebody_kept_does_not_reach()
    {
        var export = Path.Combine(Registry.DataDirectory, "kept.jsonl");
        await using (var file = File.Create(export))
            await Registry.Runtime.Export.WriteAsync(Registry.Log, file, progress: null, TestContext.Current.CancellationToken);
        await Registry.SubmitCase();
        await Registry.SequenceAndSign();
        await lost.RestoreAsync();
        await Registry.NobodyLeads();
        await Should.ThrowAsync<LogRefusedException>(() => Replay(partly: false));
        await Registry.NobodyLeads();
        (await Replay(partly: true)).Size.ShouldBe(lost.SignedSize);
        (await lost.SucceedAsync(1)).Left.ShouldBe(lost.SignedSize);
        (await lost.FsckAsync()).Findings.ShouldBeEmpty();

        Task<Recovered> Replay(bool partly) =>
            Registry.Runtime.Recovery.ReplayAsync(Registry.Log, new ExportedLog(export), TestContext.Current.CancellationToken, partly);
    }

    [Fact]
    public async Task never_uses_a_name_again_under_which_something_was_signed()
    {
        await lost.RestoreAsync();
        Registry.Remembered.Write("340100/2026-2", "signed before this database was restored a second time");
        (await lost.SucceedAsync(Lost)).Next.Id.ShouldBe("340100/2026-3");
        (await lost.FsckAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task goes_by_a_checkpoint_that_somebody_else_kept_where_the_own_one_is_lost_too()
    {
        await lost.RestoreAsync();
        File.Delete(Registry.Remembered.PathOf(Registry.Log.Id));
        (await lost.RefusalAsync(Lost)).ShouldContain("Nothing is lost");
        (await lost.RefusalAsync(Lost, lost.Promised.Replace("340100", "110000", StringComparison.Ordinal))).ShouldContain("does not verify");
        (await lost.SucceedAsync(Lost, lost.Promised)).Lost.ShouldBe(Lost);
    }

    [Fact]
    public async Task is_refused_once_what_waited_in_the_inbox_makes_up_for_the_loss()
    {
        // Signed again after the restore: the same entry at the same place, and a backup from before it.
        await lost.RestoreAsync();
        File.Delete(Registry.Remembered.PathOf(Registry.Log.Id));
        await Registry.SequenceAndSign();
        var promised = Registry.Remembered.Read(Registry.Log.Id);
        await lost.RestoreAsync();
        (await lost.RefusalAsync(1, promised)).ShouldContain("Start the server");
        await lost.StartSigning();
    }

    private async Task<JsonElement> Replayed(CaseId id, AsOf asOf)
    {
        var replay = StreamReplay.OfCase(id, asOf);
        await Registry.Runtime.Replay.RunAsync(
            Registry.Log, new("case", id.Value, null, null, null, null), replay, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(replay.ToJson()!).RootElement.Clone();
    }

    private static Checkpoint Opened(string note, TenantLog log) => Checkpoint.Open(note, log.Key).Value!;

    private Task<string> Cards() => Registry.Scalar<string>(
        "select string_agg((data - 'version')::text, '|' order by id) from {schema}.mt_doc_signingkeycard");

    private Task<long> Rows() => Registry.Scalar<long>(
        """
        select (select count(*) from {schema}.mt_events where type <> 'tombstone') * 1000000 + (select count(*) from {schema}.log_entry) * 1000
             + (select count(*) from {schema}.log_inbox) * 10 + (select count(*) from {schema}.log_head)
        """);
}
