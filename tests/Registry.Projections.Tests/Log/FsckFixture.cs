using Registry.Domain.Access;
using Registry.Domain.Cases;
using Registry.Projections.Access;
using Registry.Projections.Log.Fsck;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Projections.Tests.Log;

/// <summary>A history of some 300 entries with two checkpoints, and something in the inbox; each attack on it is undone.</summary>
public sealed class FsckFixture : IAsyncLifetime
{
    public RegistryFixture Registry { get; } = new();

    private DatabaseCopy Golden => new(Registry);

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
                [Registry.Subject()], DataClass.Case, $"case/{id}", Correlation: null));
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
        await Golden.TakeAsync();
    }

    public ValueTask DisposeAsync() => Registry.DisposeAsync();

    internal Task<FsckReport> CheckAsync() => new FsckRun(
        Registry.Runtime.Database.Pooled, Registry.Runtime.Store, Registry.Schema, Registry.Runtime.LogKeysAsync)
        .RunAsync(RegistryFixture.Tenant, skipReadModels: false, progress: null, CancellationToken.None);

    /// <summary>What an insider with the owner's rights does.</summary>
    public async Task Attack(string sql)
    {
        await Golden.TriggersAsync("disable");
        await Registry.AsOwner(sql);
    }

    public Task Undo() => Golden.RestoreAsync();
}
