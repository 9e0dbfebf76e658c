using Registry.Domain.Bundle;
using Registry.Domain.Export;
using Registry.Domain.Log;
using Registry.Projections.Log;
using Registry.Projections.Log.Fsck;

namespace Registry.Projections.Tests.Log;

/// <summary>
/// A history that is sound in itself and is not the one that was signed (operations reference 1.2, rows 11 to 13): what the
/// database alone cannot tell, and what can.
/// </summary>
public sealed class Writing_history_anew : IAsyncLifetime
{
    private readonly RegistryFixture registry = new();

    private readonly RegistryFixture other = new();

    public async ValueTask InitializeAsync()
    {
        await registry.InitializeAsync();
        await registry.SequenceAndSign();
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        if (other.Runtime is not null)
            await other.DisposeAsync();
    }

    [Fact]
    public async Task cut_back_with_all_that_belongs_to_it_passes_every_check_but_that_of_the_remembered_checkpoint()
    {
        var backup = new DatabaseCopy(registry);
        await backup.TakeAsync();
        await registry.SubmitCase();
        await registry.SequenceAndSign();
        var seen = Open(registry.Remembered.Read(registry.Log.Id)!);

        await backup.RestoreAsync();
        (await CheckAsync(registry, registry.Log.Key)).ShouldBeEmpty();
        (await JudgeAsync(registry, registry.Log.Key, last: null)).Code.ShouldBe(VerdictCodes.BundleIntact);
        (await JudgeAsync(registry, registry.Log.Key, seen)).Code.ShouldBe(VerdictCodes.OlderThanLast);
        (await Should.ThrowAsync<LogRefusedException>(registry.SequenceAndSign)).Message.ShouldContain("was a backup restored?");
    }

    [Fact]
    public async Task without_the_keys_is_signed_by_a_key_that_nobody_pinned()
    {
        await other.InitializeAsync();
        await other.SequenceAndSign();
        other.Log.Origin.ShouldBe(registry.Log.Origin);
        (await CheckAsync(other, registry.Log.Key)).ShouldContain(found => found.Code == FsckCodes.CheckpointSignature);
        (await JudgeAsync(other, registry.Log.Key, last: null)).Outcome.ShouldBe(ExportOutcome.UntrustedKey);
    }

    [Fact]
    public async Task with_the_keys_passes_every_check_of_the_database_and_is_told_by_whoever_kept_a_checkpoint()
    {
        var seen = registry.Remembered.Read(registry.Log.Id)!;
        Steal(registry.DataDirectory, other.DataDirectory);
        await other.InitializeAsync();
        await other.SubmitCase();
        await other.SequenceAndSign();
        other.Log.Key.ToString().ShouldBe(registry.Log.Key.ToString());

        (await CheckAsync(other, registry.Log.Key)).ShouldBeEmpty();
        (await JudgeAsync(other, registry.Log.Key, last: null)).Code.ShouldBe(VerdictCodes.BundleIntact);
        (await JudgeAsync(other, registry.Log.Key, Open(seen))).Code.ShouldBe(VerdictCodes.Consistency);
        other.Remembered.Write(other.Log.Id, seen);
        (await Should.ThrowAsync<LogRefusedException>(other.SequenceAndSign)).Message.ShouldContain("entries have root");
    }

    private Checkpoint Open(string note) => Checkpoint.Open(note, registry.Log.Key).Value!;

    private static async Task<IReadOnlyList<FsckFinding>> CheckAsync(RegistryFixture registry, NoteVerifierKey pinned) => (await new FsckRun(
        registry.Runtime.Database.Pooled, registry.Runtime.Store, registry.Schema,
        (_, _) => Task.FromResult(Domain.Keys.CheckpointKeys.Of(pinned)))
        .RunAsync(RegistryFixture.Tenant, skipReadModels: false, progress: null, CancellationToken.None)).Findings;

    /// <summary>What an auditor says of a bundle of everything, with the proof from the last checkpoint where there is room for one.</summary>
    private static async Task<ExportVerdict> JudgeAsync(RegistryFixture registry, NoteVerifierKey pinned, Checkpoint? last)
    {
        var size = await registry.Scalar<long>("select max(size) from {schema}.log_publication");
        var since = last?.Size <= size ? last.Size : (long?)null;
        var plan = await registry.Runtime.BundlePlanner.PlanAsync(
            registry.Log, new("everything", null, null, null, null, since), CancellationToken.None);
        using var bundle = new MemoryStream();
        await registry.Runtime.Bundles.WriteAsync(plan!, bundle, progress: null, CancellationToken.None);
        bundle.Position = 0;
        return new BundleVerifier(new BundleDemands(TimeProvider.System.GetUtcNow()) { Key = pinned, Last = last }).Verify(bundle).Verdict;
    }

    private static void Steal(string from, string to)
    {
        var keys = System.IO.Directory.CreateDirectory(Path.Combine(to, "keys"));
        foreach (var file in System.IO.Directory.GetFiles(Path.Combine(from, "keys")))
            File.Copy(file, Path.Combine(keys.FullName, Path.GetFileName(file)));
    }
}
