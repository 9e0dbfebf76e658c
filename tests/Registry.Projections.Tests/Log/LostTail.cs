using Registry.Domain.Bundle;
using Registry.Domain.Cases;
using Registry.Domain.Epochs;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Projections.Log;
using Registry.Projections.Log.Fsck;
using Registry.Projections.Log.Recovery;
using Case = Registry.Domain.Cases.Case;

namespace Registry.Projections.Tests.Log;

/// <summary>A log whose newest signed entries are gone: yesterday's backup, with something in its inbox, was restored.</summary>
public sealed class LostTail : IAsyncLifetime
{
    public DatabaseCopy Backup => new(Registry);

    public RegistryFixture Registry { get; } = new();

    /// <summary>The last checkpoint that was signed before the restore.</summary>
    public string Promised { get; private set; } = "";

    /// <summary>Signed entries of the backup, and of all that was ever signed.</summary>
    public long KeptSize { get; private set; }

    public long SignedSize { get; private set; }

    /// <summary>Was submitted before the backup and had its place already.</summary>
    public CaseId Sequenced { get; private set; }

    /// <summary>Waited in the backup's inbox.</summary>
    public CaseId Waiting { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Registry.InitializeAsync();
        Sequenced = await Registry.SubmitCase();
        KeptSize = await Registry.SequenceAndSign();
        Waiting = await Registry.SubmitCase();
        await Backup.TakeAsync();
        await Registry.MintLicence();
        await WithdrawAsync(Sequenced);
        SignedSize = await Registry.SequenceAndSign();
        Promised = Registry.Remembered.Read(Registry.Log.Id)!;
    }

    public ValueTask DisposeAsync() => Registry.DisposeAsync();

    public Task RestoreAsync() => Backup.RestoreAsync();

    internal Task<Succeeded> SucceedWhileLedAsync(long? lost, string? kept = null) => Registry.Runtime.Succession.RunAsync(
        Registry.Log, new DiscontinuityOrder(DiscontinuityReason.BackupRestored, ["op1", "op2"], lost, kept), 2026, Token);

    internal async Task<Succeeded> SucceedAsync(long? lost, string? kept = null)
    {
        await Registry.NobodyLeads();
        return await SucceedWhileLedAsync(lost, kept);
    }

    internal async Task<string> RefusalAsync(long? lost, string? kept = null) =>
        (await Should.ThrowAsync<LogRefusedException>(() => SucceedAsync(lost, kept))).Message;

    /// <summary>A write on a stream that exists.</summary>
    internal async Task WithdrawAsync(CaseId id)
    {
        await using var session = Registry.CitizenSession();
        var stream = await session.Events.FetchForWriting<Case, CaseId>(id, Token);
        stream.AppendMany(CaseDecider.Withdraw(stream.Aggregate!, new DateOnly(2026, 11, 24)).Events);
        await session.SaveChangesAsync(CancellationToken.None);
    }

    /// <summary>What the server does at its start, up to where it may sign.</summary>
    internal async Task StartSigning()
    {
        await using var sequencer = await Registry.Lead();
        await Registry.StartPublisher(sequencer);
    }

    internal Task<FsckReport> FsckAsync() => new FsckRun(
        Registry.Runtime.Database.Pooled, Registry.Runtime.Store, Registry.Schema, Registry.Runtime.LogKeysAsync)
        .RunAsync(RegistryFixture.Tenant, skipReadModels: false, progress: null, Token);

    internal async Task<(ExportVerdict Verdict, ExportSummary Summary)> VerifyExportAsync()
    {
        using var file = new MemoryStream();
        await Registry.Runtime.Export.WriteAsync(Registry.Log, file, progress: null, Token);
        file.Position = 0;
        var verifier = new ExportVerifier(Registry.Log.Key);
        return (ExportLines.Verify(file, verifier), verifier.Summary);
    }

    internal async Task<BundleReport> VerifyBundleAsync(BundleRequest request, Checkpoint? last, Action<SeenEntry>? seen = null)
    {
        var plan = await Registry.Runtime.BundlePlanner.PlanAsync(Registry.Log, request, Token);
        using var file = new MemoryStream();
        await Registry.Runtime.Bundles.WriteAsync(plan.ShouldNotBeNull(), file, progress: null, Token);
        return new BundleVerifier(new(DateTimeOffset.UnixEpoch) { Key = Registry.Log.Key, Last = last }, seen).Verify(file);
    }
}
