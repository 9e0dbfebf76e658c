using Registry.Api.Authorities;
using Registry.Domain.Export;
using Registry.Domain.Keys;
using Registry.Domain.Log;

namespace Registry.Projections.Tests.Keys;

/// <summary>The key of checkpoints goes, another comes, and whoever has pinned the old one is not lost.</summary>
public sealed class Rotating_the_logs_key : IAsyncLifetime
{
    private readonly RegistryFixture registry = new();

    private LogKeyCustody Custody => registry.Runtime.LogCustody;

    public ValueTask InitializeAsync() => registry.InitializeAsync();

    public ValueTask DisposeAsync() => registry.DisposeAsync();

    [Fact]
    public async Task both_keys_sign_until_the_old_one_is_retired_and_its_pin_leads_on()
    {
        await registry.SequenceAndSign();
        var old = registry.Log.Key;
        (await RetireAsync(old)).ShouldBe(SigningKeyDecider.NoSuccessor);

        var fresh = await RotateAsync();
        (await RetireAsync(old))!.Code.ShouldBe("key-no-successor");
        await registry.SequenceAndSign();
        LinesOf(Newest()).ShouldBe([old.ToString(), fresh.ToString()], ignoreOrder: true);
        (await VerifyAsync(old)).ShouldBe(("ok", false));
        (await VerifyAsync(fresh)).ShouldBe(("ok", false));

        (await RetireAsync(old)).ShouldBeNull();
        await registry.SequenceAndSign();
        LinesOf(Newest()).ShouldBe([fresh.ToString()]);
        registry.Log.Key.ToString().ShouldBe(fresh.ToString());
        (await VerifyAsync(old)).ShouldBe(("ok", true));
        (await VerifyAsync(fresh)).ShouldBe(("ok", false));
        (await RetireAsync(fresh)).ShouldBe(SigningKeyDecider.NoSuccessor);

        // A start finds what the retired key signed before its end, and what the new one signed after it.
        await using var sequencer = await registry.Lead();
        (await registry.StartPublisher(sequencer)).SignedSize.ShouldBe(sequencer.Size);
    }

    [Fact]
    public async Task what_a_compromised_key_signs_after_its_end_does_not_count()
    {
        await registry.SequenceAndSign();
        var thief = registry.Runtime.LogKeys.Held(registry.Log.Tenant, registry.Log.Origin).Single();
        var old = thief.VerifierKey;
        await RotateAsync();
        var size = await registry.SequenceAndSign();
        (await Custody.ReportCompromiseAsync(
            registry.Log, old, Newest(), size, size, CompromiseReason.KeyExposed, CompromiseReporter.Operator)).ShouldBeNull();
        await registry.SequenceAndSign();
        Checkpoint.TryParse(SignedNote.Parse(Newest()).Value!.Text, out var checkpoint, out _).ShouldBeTrue();
        registry.Log.Keys.Open(checkpoint!.Sign(thief).ToString()).Fault.ShouldBe(NoteFault.NoKnownSignature);
        registry.Log.Keys.Open(new Checkpoint(registry.Log.Origin, size, checkpoint.Root).Sign(thief).ToString()).Ok.ShouldBeTrue();
        (await VerifyAsync(old)).ShouldBe(("ok", true));
    }

    private string Newest() => registry.Remembered.Read(registry.Log.Id)!;

    private string[] LinesOf(string note)
    {
        var lines = SignedNote.Parse(note).Value!.Signatures;
        lines.Count.ShouldBe(lines.DistinctBy(line => line.KeyId).Count());
        return [.. lines.Select(line => registry.Log.Keys.All.Single(key => key.Key.IsNamedBy(line)).Key.ToString())];
    }

    private Task<NoteVerifierKey> RotateAsync() => Custody.RotateAsync(registry.Log, CancellationToken.None);

    private async Task<Domain.Refusal?> RetireAsync(NoteVerifierKey key) =>
        await Custody.RetireAsync(registry.Log, key, Newest(), RetirementReason.Scheduled);

    private async Task<(string Code, bool Followed)> VerifyAsync(NoteVerifierKey pinned)
    {
        using var file = new MemoryStream();
        await registry.Runtime.Export.WriteAsync(registry.Log, file, null, CancellationToken.None);
        file.Position = 0;
        var verifier = new ExportVerifier(pinned);
        var verdict = ExportLines.Verify(file, verifier);
        return (verdict.Code, verifier.Summary.Followed);
    }
}
