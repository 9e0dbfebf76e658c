using Registry.Api.Authorities;
using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Domain.Keys;
using Registry.Projections.Access;
using Registry.Projections.Log;
using Registry.Projections.Log.Fsck;
using Registry.Projections.Log.Recovery;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Projections.Tests.Log;

/// <summary>Yesterday's backup restored: the log refuses to sign, and an export that somebody kept heals it.</summary>
public sealed class Recovering : IAsyncLifetime
{
    private readonly RegistryFixture registry = new();
    private readonly DatabaseCopy backup;

    public Recovering() => backup = new DatabaseCopy(registry);

    private string File => Path.Combine(registry.DataDirectory, "kept.jsonl");

    public async ValueTask InitializeAsync()
    {
        await registry.InitializeAsync();
        await registry.SequenceAndSign();
        await registry.SubmitCase();
        await backup.TakeAsync();
    }

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    [Fact]
    public async Task from_a_kept_export_gives_back_events_log_and_read_models_as_they_were()
    {
        await SomeMoreHistory();
        await Export();
        var (size, before) = (await registry.Scalar<long>("select size from {schema}.log_head"), await Digest());

        await backup.RestoreAsync();
        var refusal = await Should.ThrowAsync<LogRefusedException>(registry.SequenceAndSign);
        refusal.Message.ShouldContain($"has {size} entries and the database only");
        (await Digest()).ShouldNotBe(before);

        // The start sequenced what waited in the backup's inbox: the same events, at the places that they had.
        var kept = await registry.Scalar<long>("select size from {schema}.log_head");
        var recovered = await Recover();
        recovered.Size.ShouldBe(size);
        recovered.Entries.ShouldBe(size - kept);
        recovered.PeopleWithoutKey.ShouldBe(0);
        (await Digest()).ShouldBe(before);
        (await registry.Scalar<long>("select count(*) from {schema}.log_inbox")).ShouldBe(0);

        await registry.SubmitCase();
        (await registry.SequenceAndSign()).ShouldBe(size + 1);
        var report = await new FsckRun(
            registry.Runtime.Database.Pooled, registry.Runtime.Store, registry.Schema, registry.Runtime.LogKeysAsync)
            .RunAsync(RegistryFixture.Tenant, skipReadModels: false, progress: null, TestContext.Current.CancellationToken);
        report.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task twice_changes_nothing_more()
    {
        await SomeMoreHistory();
        await Export();
        await backup.RestoreAsync();
        await Recover();
        (await Recover()).Entries.ShouldBe(0);
    }

    [Fact]
    public async Task is_refused_from_an_export_that_stops_before_what_was_signed()
    {
        await SomeMoreHistory();
        await Export();
        await registry.SubmitCase();
        await registry.SequenceAndSign();
        await backup.RestoreAsync();
        (await Refusal()).ShouldContain("are needed");
    }

    [Fact]
    public async Task is_refused_from_an_export_that_somebody_changed()
    {
        await SomeMoreHistory();
        await Export();
        var text = await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken);
        await System.IO.File.WriteAllTextAsync(File, text.Replace("\"actor\":\"person\"", "\"actor\":\"persom\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await backup.RestoreAsync();
        (await Refusal()).ShouldContain("commitment");
    }

    [Fact]
    public async Task is_refused_once_the_restored_database_has_grown_another_history()
    {
        await SomeMoreHistory();
        await Export();
        await backup.RestoreAsync();
        await registry.SubmitCase();
        await using (var sequencer = await registry.Lead())
            await sequencer.SequenceAsync(TestContext.Current.CancellationToken);
        (await Refusal()).ShouldContain("are not the database's");
    }

    [Fact]
    public async Task is_refused_while_somebody_leads_the_log()
    {
        await SomeMoreHistory();
        await Export();
        await using var sequencer = await registry.Lead();
        (await Refusal()).ShouldContain("Stop it first");
    }

    private async Task SomeMoreHistory()
    {
        await registry.MintLicence();
        await using (var session = PlatformSession.Open(registry.Runtime.Sessions, RegistryFixture.Tenant))
        {
            var vkey = registry.Log.Key.ToString();
            session.Events.StartStream<LogKey>(LogKeyId.Of(vkey).Value, new LogKeyEvent.Registered(vkey));
            await session.SaveChangesAsync(CancellationToken.None);
        }
        var id = await registry.SubmitCase();
        await using (var session = registry.CitizenSession())
        {
            var stream = await session.Events.FetchForWriting<Case, CaseId>(id);
            stream.AppendMany(CaseDecider.Withdraw(stream.Aggregate!, new DateOnly(2026, 11, 24)).Events);
            await session.SaveChangesAsync(CancellationToken.None);
            await registry.Runtime.Accesses.RecordAsync(RegistryFixture.Tenant, new AccessIntent(
                registry.Citizen(), AccessPolicy.OnCase(registry.Citizen(), stream.Aggregate!),
                [registry.Subject()], DataClass.Case, $"case/{id}", Correlation: null));
        }
        await registry.SequenceAndSign();
    }

    private async Task Export()
    {
        await using var file = System.IO.File.Create(File);
        await registry.Runtime.Export.WriteAsync(registry.Log, file, progress: null, TestContext.Current.CancellationToken);
    }

    private async Task<string> Refusal() => (await Should.ThrowAsync<LogRefusedException>(Recover)).Message;

    private Task<Recovered> Recover() => registry.Runtime.Recovery.ReplayAsync(
        registry.Log, new ExportedLog(File), TestContext.Current.CancellationToken);

    // Everything but sequence numbers, which mean nothing, and what Marten notes about the time of storage.
    private async Task<string> Digest()
    {
        var parts = new List<string>();
        foreach (var (columns, table) in ((string, string)[])
            [
                ("id, stream_id, version, data, type, date_trunc('milliseconds', timestamp), tenant_id, mt_dotnet_type, correlation_id, headers, user_name, is_archived", "mt_events"),
                ("id, type, version, tenant_id, is_archived", "mt_streams"), ("log, idx, event_id, body, leaf, chain", "log_entry"),
                ("log, size, edge, chain", "log_head"), ("tenant_id, id, data", "mt_doc_casecard"), ("tenant_id, id, data", "mt_doc_licencecard"),
                ("tenant_id, id, data", "mt_doc_accessrecord"), ("tenant_id, id, data", "mt_doc_itemcard"), ("tenant_id, id, data", "mt_doc_signingkeycard"),
            ])
            parts.Add(await registry.Scalar<string>(
                $"select md5(coalesce(string_agg(r::text, '|' order by r::text), '')) from (select {columns} from {{schema}}.{table}) r"));
        return string.Join(' ', parts);
    }
}
