using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Projections.Access;
using Registry.Projections.Log.Fsck;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Projections.Tests.Log;

/// <summary>A history of some 300 entries with two checkpoints, and something in the inbox; each attack on it is undone.</summary>
public sealed class FsckFixture : IAsyncLifetime
{
    private static readonly string[] Tables =
    [
        "mt_streams", "mt_events", "log_head", "log_inbox", "log_entry", "log_subtree", "log_checkpoint", "log_publication",
        "mt_doc_casecard", "mt_doc_licencecard", "mt_doc_itemcard", "mt_doc_accessrecord", "mt_doc_signingkeycard",
    ];

    public RegistryFixture Registry { get; } = new();

    private string Copy => "golden_" + Registry.Schema;

    public async ValueTask InitializeAsync()
    {
        await Registry.InitializeAsync();
        await Registry.MintLicence();
        var id = await Registry.SubmitCase();
        await using (var session = Registry.CitizenSession())
        {
            var stream = await session.Events.FetchForWriting<Case, CaseId>(id);
            await Registry.Runtime.Accesses.RecordAsync(RegistryFixture.Tenant, new AccessIntent(
                Registry.Citizen(), AccessPolicy.OnCase(Registry.Citizen(), stream.Aggregate!),
                Registry.Subject(), DataClass.Case, $"case/{id}", Correlation: null));
        }
        await Registry.SequenceAndSign();
        await using (var session = Registry.CitizenSession())
        {
            for (var i = 0; i < 260; i++)
                Registry.QueueCase(session);
            await session.SaveChangesAsync(CancellationToken.None);
        }
        await Registry.SequenceAndSign();
        await Registry.SubmitCase();
        await Registry.AsOwner($"create schema {Copy}");
        foreach (var table in Tables)
            await Registry.AsOwner($"create table {Copy}.{table} as table {{schema}}.{table}");
    }

    public ValueTask DisposeAsync() => Registry.DisposeAsync();

    internal Task<FsckReport> CheckAsync() => new FsckRun(
        Registry.Runtime.Database.Pooled, Registry.Runtime.Store, Registry.Schema, Registry.Runtime.LogKey)
        .RunAsync(RegistryFixture.Tenant, skipReadModels: false, progress: null, CancellationToken.None);

    /// <summary>What an insider with the owner's rights does.</summary>
    public async Task Attack(string sql)
    {
        await Triggers("disable");
        await Registry.AsOwner(sql);
    }

    public async Task Undo()
    {
        await Triggers("disable");
        foreach (var table in Tables.Reverse())
            await Registry.AsOwner($"delete from {{schema}}.{table}");
        foreach (var table in Tables)
            await Registry.AsOwner($"insert into {{schema}}.{table} overriding system value select * from {Copy}.{table}");
        await Triggers("enable");
    }

    private Task Triggers(string how) => Registry.AsOwner(
        string.Join(';', Tables.Where(table => !table.StartsWith("mt_doc", StringComparison.Ordinal))
            .Select(table => $"alter table {{schema}}.{table} {how} trigger user")));
}
