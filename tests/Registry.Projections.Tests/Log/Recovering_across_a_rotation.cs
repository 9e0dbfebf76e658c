using Registry.Domain.Export;
using Registry.Domain.Keys;
using Registry.Domain.Log;
using Registry.Projections.Log;
using Registry.Projections.Log.Recovery;

namespace Registry.Projections.Tests.Log;

/// <summary>A backup from before the checkpoint key rotated is restored: the key files know more than the database.</summary>
public sealed class Recovering_across_a_rotation : IAsyncLifetime
{
    private readonly RegistryFixture registry = new();
    private readonly DatabaseCopy backup;
    private long size;

    public Recovering_across_a_rotation() => backup = new DatabaseCopy(registry);

    private string File => Path.Combine(registry.DataDirectory, "kept.jsonl");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await registry.InitializeAsync();
        await registry.SequenceAndSign();
        await backup.TakeAsync();
        await registry.SubmitCase();
        await registry.SequenceAndSign();
    }

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    [Fact]
    public async Task puts_back_an_export_that_both_keys_signed()
    {
        await RotateAsync();
        await ExportAsync();
        await RestoreAsync();
        (await RecoverAsync()).ShouldBe(size);
        await GoesOnAsync(keys: 2);
    }

    [Fact]
    public async Task puts_back_an_export_that_only_the_new_key_signed()
    {
        var old = registry.Log.Key;
        await RotateAsync();
        (await registry.Runtime.LogCustody.RetireAsync(registry.Log, old, Remembered, RetirementReason.Scheduled)).ShouldBeNull();
        size = await registry.SequenceAndSign();
        await ExportAsync();
        await RestoreAsync();
        (await RecoverAsync()).ShouldBe(size);
        registry.Log.Key.ToString().ShouldBe(old.ToString(), "read anew at the next start");
        await GoesOnAsync(keys: 1);
    }

    [Fact]
    public async Task puts_back_an_export_although_it_tells_that_the_pinned_key_was_stolen()
    {
        var old = registry.Log.Key;
        await RotateAsync();
        (await registry.Runtime.LogCustody.ReportCompromiseAsync(
            registry.Log, old, Remembered, 0, size, CompromiseReason.KeyExposed, CompromiseReporter.Operator)).ShouldBeNull();
        size = await registry.SequenceAndSign();
        await ExportAsync();
        await RestoreAsync();
        (await RecoverAsync()).ShouldBe(size);
        await GoesOnAsync(keys: 1);
    }

    [Fact]
    public async Task takes_an_export_from_before_the_rotation_as_far_as_it_reaches_and_records_the_rest_as_lost()
    {
        await ExportAsync();
        var reached = await registry.Scalar<long>("select size from {schema}.log_head");
        var old = registry.Log.Key;
        await RotateAsync();
        (await registry.Runtime.LogCustody.RetireAsync(registry.Log, old, Remembered, RetirementReason.Scheduled)).ShouldBeNull();
        size = await registry.SequenceAndSign();
        var (promised, signer) = (Remembered, registry.Log.Key);
        await RestoreAsync();
        (await Should.ThrowAsync<LogRefusedException>(() => RecoverAsync())).Message.ShouldContain($"{size} are needed");
        await registry.NobodyLeads();
        (await RecoverAsync(partly: true)).ShouldBe(reached);

        await registry.NobodyLeads();
        var succeeded = await registry.Runtime.Succession.RunAsync(
            registry.Log, new(Domain.Epochs.DiscontinuityReason.BackupRestored, ["op1", "op2"], size - reached, Kept: null), 2026, Token);
        succeeded.Lost.ShouldBe(size - reached);
        await registry.StartAsync(registry.OwnerConnection);
        await registry.SequenceAndSign();
        var (verdict, summary) = await VerifyAsync(registry.Log.Key);
        verdict.Code.ShouldBe(VerdictCodes.OkDiscontinuity, verdict.Detail);
        // The last checkpoint of the closed log is shown under the key that signed it, of which its own entries know nothing.
        summary.Discontinuity!.AfterVerifierKey.ShouldBe(signer.ToString());
        summary.Discontinuity.SignedRoot.ShouldBe(Checkpoint.Open(promised, signer).Value!.Root.ToString());
    }

    [Fact]
    public async Task halts_until_then()
    {
        await RotateAsync();
        await RestoreAsync();
        (await Should.ThrowAsync<LogRefusedException>(registry.SequenceAndSign)).Message.ShouldContain($"has {size} entries and the database only");
    }

    private string Remembered => registry.Remembered.Read(registry.Log.Id)!;

    private async Task RotateAsync()
    {
        await registry.Runtime.LogCustody.RotateAsync(registry.Log, CancellationToken.None);
        size = await registry.SequenceAndSign();
    }

    private async Task RestoreAsync()
    {
        await backup.RestoreAsync();
        await registry.StartAsync(registry.OwnerConnection);
        registry.Log.Keys.All.Count.ShouldBe(1);
    }

    private async Task<long> RecoverAsync(bool partly = false) =>
        (await registry.Runtime.Recovery.ReplayAsync(registry.Log, new ExportedLog(File), Token, partly)).Size;

    private async Task GoesOnAsync(int keys)
    {
        await registry.StartAsync(registry.OwnerConnection);
        registry.Log.Keys.At(long.MaxValue).Count.ShouldBe(keys);
        await registry.SubmitCase();
        (await registry.SequenceAndSign()).ShouldBe(size + 1);
        var (verdict, summary) = await VerifyAsync(registry.Log.Key);
        (verdict.Code, summary.Size).ShouldBe((VerdictCodes.Ok, size + 1), verdict.Detail);
    }

    private async Task ExportAsync()
    {
        await using var file = System.IO.File.Create(File);
        await registry.Runtime.Export.WriteAsync(registry.Log, file, progress: null, Token);
    }

    private async Task<(ExportVerdict Verdict, ExportSummary Summary)> VerifyAsync(NoteVerifierKey pinned)
    {
        using var file = new MemoryStream();
        await registry.Runtime.Export.WriteAsync(registry.Log, file, progress: null, Token);
        file.Position = 0;
        var verifier = new ExportVerifier(pinned);
        return (ExportLines.Verify(file, verifier), verifier.Summary);
    }
}
